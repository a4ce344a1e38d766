// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/player.h"
#include "devices/soundroom.h"
#include "runner.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <random>
#include <sched.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestPlayer : public QObject
{
    Q_OBJECT

private slots:
    void isHeard_data();
    void isHeard();
    void oneAtATime();
    void stops();
    void manyClicks();
    void loudspeakerAsleep();

private:
    void hear(const audio::Clip &played, QByteArray &heard);
};

//! What the loudspeaker gives out while \a played is played: 16 kHz mono.
void TestPlayer::hear(const audio::Clip &played, QByteArray &heard)
{
    QProcess ear;
    ear.start(u"parec"_s, {u"-d"_s, u"spk.monitor"_s, u"--rate=16000"_s, u"--channels=1"_s,
                           u"--format=s16le"_s, u"--latency-msec=20"_s});
    connect(&ear, &QProcess::readyReadStandardOutput, this, [&] { heard += ear.readAllStandardOutput(); });
    QTRY_VERIFY_WITH_TIMEOUT(!heard.isEmpty(), 20'000);

    Player player;
    QSignalSpy failed(&player, &Player::failed);
    QSignalSpy stopped(&player, &Player::stopped);
    std::chrono::milliseconds last{};
    connect(&player, &Player::progressed, this,
            [&](std::chrono::milliseconds position, std::chrono::milliseconds length) {
                QVERIFY(position >= last);
                QVERIFY(position <= length);
                last = position;
            });
    QElapsedTimer clock;
    clock.start();
    player.play(played, u"speech"_s);
    QCOMPARE(player.subject(), u"speech"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, 60'000);
    QVERIFY(failed.isEmpty());
    QCOMPARE(stopped.first().first().toString(), u"speech"_s);
    QVERIFY2(clock.elapsed() >= played.length().count() - 100, "the end is told before it is heard");
    QVERIFY(last > played.length() - 1s);
    const qsizetype until = heard.size() + 16000; // half a second that was on its way
    QTRY_VERIFY_WITH_TIMEOUT(heard.size() >= until, 20'000);
    ear.kill();
    ear.waitForFinished();
}

void TestPlayer::isHeard_data()
{
    QTest::addColumn<QString>("options");
    QTest::newRow("16 kHz mono") << u""_s;
    QTest::newRow("44.1 kHz stereo") << u"44100"_s;
}

void TestPlayer::isHeard()
{
    QFETCH(QString, options);
    const audio::Clip speech = SoundRoom::speech();
    QVERIFY(!speech.pcm.isEmpty());
    audio::Clip played = speech;
    QTemporaryDir folder;
    if (!options.isEmpty()) {
        const QString path = folder.filePath(u"stereo.wav"_s);
        QVERIFY(sound::run(u"sox"_s, {SoundRoom::speechFile(), u"-r"_s, options, u"-c"_s, u"2"_s, path}));
        const auto clip = audio::readWav(sound::content(path));
        QVERIFY(clip);
        QCOMPARE(clip->channels, 2);
        played = *clip;
    }

    // A busy computer may hold up the sound for a moment: one of three playings has to be heard whole.
    double correlation = 0;
    for (int round = 0; round < 3 && correlation <= 0.97; ++round) {
        QByteArray heard;
        hear(played, heard);
        if (QTest::currentTestFailed())
            return;
        correlation =
            std::max(correlation, sound::correlation(speech.samples(),
                                                     {reinterpret_cast<const qint16 *>(heard.constData()),
                                                      size_t(heard.size()) / 2}));
    }
    QVERIFY2(correlation > 0.97, qPrintable(QString::number(correlation)));
}

void TestPlayer::oneAtATime()
{
    Player player;
    QStringList told;
    connect(&player, &Player::playing, this,
            [&](const QString &subject) { told << QString(u"playing "_s + subject); });
    connect(&player, &Player::stopped, this,
            [&](const QString &subject) { told << QString(u"stopped "_s + subject); });
    connect(&player, &Player::failed, this,
            [&](const Error &error) { told << QString(u"failed "_s + error.detail); });
    QSignalSpy progressed(&player, &Player::progressed);
    player.play(sound::tone(16000, 440, 20), u"one"_s);
    QVERIFY(progressed.wait(20'000));
    player.play(sound::tone(44100, 880, 20), u"two"_s);
    QVERIFY(progressed.wait(20'000));
    player.play(sound::tone(48000, 440, 0.2), u"three"_s);
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 6, 20'000);
    QCOMPARE(told, (QStringList{u"playing one"_s, u"stopped one"_s, u"playing two"_s, u"stopped two"_s,
                                u"playing three"_s, u"stopped three"_s}));
}

void TestPlayer::stops()
{
    Player player;
    QSignalSpy stopped(&player, &Player::stopped);
    QSignalSpy progressed(&player, &Player::progressed);
    player.stop();
    QVERIFY(stopped.isEmpty());
    player.play(sound::tone(16000, 440, 20), u"tone"_s);
    QVERIFY(progressed.wait(20'000));
    player.stop();
    QCOMPARE(stopped.size(), 1);
    QVERIFY(player.subject().isEmpty());
    QTest::qWait(0);
    const auto before = progressed.size();
    QVERIFY(!progressed.wait(300));
    QCOMPARE(progressed.size(), before);
}

//! Qt 6.4's streams run the event loop of their thread while they are destroyed; one core makes it most
//! likely that something waits there.
void TestPlayer::manyClicks()
{
    cpu_set_t everywhere;
    QCOMPARE(::sched_getaffinity(0, sizeof everywhere, &everywhere), 0);
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET(::sched_getcpu(), &here);
    QCOMPARE(::sched_setaffinity(0, sizeof here, &here), 0);
    const auto release = qScopeGuard([&] { ::sched_setaffinity(0, sizeof everywhere, &everywhere); });

    Player player;
    QSignalSpy failed(&player, &Player::failed);
    QSignalSpy playing(&player, &Player::playing);
    QSignalSpy stopped(&player, &Player::stopped);
    const audio::Clip clip = sound::tone(16000, 440, 3);
    std::mt19937 dice(1);
    for (int click = 0; click < 400; ++click) {
        switch (dice() % 6) {
        case 0:
            player.stop();
            break;
        case 1:
        case 2:
            player.play(clip, QString::number(click));
            break;
        default:
            player.seek(std::chrono::milliseconds(dice() % 3200));
        }
        QTest::qWait(std::array{0, 0, 1, 5, 20, 60}[dice() % 6]);
    }
    player.stop();
    QVERIFY(failed.isEmpty());
    QCOMPARE(stopped.size(), playing.size());

    QSignalSpy progressed(&player, &Player::progressed);
    player.play(sound::tone(16000, 440, 0.2), u"afterwards"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), playing.size(), 20'000);
    QVERIFY(!progressed.isEmpty());
}

void TestPlayer::loudspeakerAsleep()
{
    QVERIFY(SoundRoom::control({u"suspend-sink"_s, u"spk"_s, u"1"_s}));
    {
        Player player;
        QStringList told;
        connect(&player, &Player::failed, this, [&] { told << QString(u"failed "_s + player.subject()); });
        connect(&player, &Player::stopped, this,
                [&](const QString &subject) { told << QString(u"stopped "_s + subject); });
        player.play(sound::tone(16000, 440, 20), u"tone"_s);
        QTRY_COMPARE_WITH_TIMEOUT(told.size(), 2, 30'000);
        QCOMPARE(told, (QStringList{u"failed tone"_s, u"stopped tone"_s}));
    }
    QVERIFY(SoundRoom::control({u"suspend-sink"_s, u"spk"_s, u"0"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(!Recorder::hasHungDevice(), 20'000);
}

ROOM_TEST(TestPlayer, QCoreApplication)
#include "test_player.moc"

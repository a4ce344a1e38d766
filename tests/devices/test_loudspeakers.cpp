// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/player.h"
#include "devices/soundports.h"
#include "devices/soundroom.h"
#include "runner.h"

#include <QElapsedTimer>
#include <QSignalSpy>

#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! What one loudspeaker plays.
struct Ear
{
    explicit Ear(const QString &loudspeaker)
    {
        QObject::connect(&process, &QProcess::readyReadStandardOutput,
                         [this] { heard += process.readAllStandardOutput(); });
        process.start(u"parec"_s, {u"-d"_s, QString(loudspeaker + u".monitor"_s), u"--rate=16000"_s,
                                   u"--channels=1"_s, u"--format=s16le"_s, u"--latency-msec=20"_s});
    }
    ~Ear()
    {
        process.kill();
        process.waitForFinished();
    }
    bool isOpen()
    {
        return QTest::qWaitFor([this] { return !heard.isEmpty(); }, 20'000);
    }
    std::span<const qint16> samples(qsizetype from = 0) const
    {
        return {reinterpret_cast<const qint16 *>(heard.constData()) + from, size_t(heard.size() / 2 - from)};
    }
    //! The first sample of a block of 10 ms that is nearer to \a hertz than to anything else; -1 where none
    //! is.
    qsizetype firstAt(double hertz, qsizetype from = 0) const
    {
        const auto tone = sound::tone(16000, hertz, 0.01);
        for (qsizetype at = from; at + 480 <= heard.size() / 2; at += 80) {
            const double here = sound::correlation(tone.samples(), samples(at).first(200));
            if (here > 0.95)
                return at;
        }
        return -1;
    }

    QProcess process;
    QByteArray heard;
};

} // namespace

class TestLoudspeakers : public QObject
{
    Q_OBJECT

private slots:
    void areListed();
    void chosenOneIsHeard();
    void startsInTheMiddle();
    void seeks();
    void seeksAtTheEnd();
    void manySeeks();
    void none();
};

void TestLoudspeakers::areListed()
{
    Loudspeakers loudspeakers;
    QVERIFY(!loudspeakers.isKnown());
    loudspeakers.setWatching(true);
    QTRY_COMPARE_WITH_TIMEOUT(loudspeakers.all().size(), 2,
                              20'000); // spk, and the one that is the microphone
    QVERIFY(SoundRoom::control({u"load-module"_s, u"module-null-sink"_s, u"sink_name=headset"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(loudspeakers.all().size(), 3, 20'000);
    const auto all = loudspeakers.all();
    QVERIFY(std::any_of(all.begin(), all.end(),
                        [](const Loudspeaker &one) { return one.id == "headset" && !one.name.isEmpty(); }));
}

void TestLoudspeakers::chosenOneIsHeard()
{
    Ear desk(u"spk"_s);
    Ear headset(u"headset"_s);
    QVERIFY(desk.isOpen() && headset.isOpen());
    Player player;
    QSignalSpy failed(&player, &Player::failed);
    QSignalSpy stopped(&player, &Player::stopped);
    const auto isHeard = [&](const Ear &ear, double hertz) {
        return QTest::qWaitFor(
            [&] { return ear.firstAt(hertz, std::max<qsizetype>(0, ear.heard.size() / 2 - 8000)) >= 0; },
            10'000);
    };
    player.setLoudspeaker("headset");
    player.play(sound::tone(16000, 500, 20), u"500"_s);
    QVERIFY(isHeard(headset, 500));
    QCOMPARE(desk.firstAt(500), -1);
    player.setLoudspeaker({});
    player.play(sound::tone(16000, 1100, 20), u"1100"_s);
    QVERIFY(isHeard(desk, 1100));
    QCOMPARE(headset.firstAt(1100), -1);
    player.setLoudspeaker("sold long ago");
    player.play(sound::tone(16000, 2300, 20), u"2300"_s);
    QVERIFY(isHeard(desk, 2300));
    QVERIFY(failed.isEmpty());
    QCOMPARE(stopped.size(), 2);
}

void TestLoudspeakers::startsInTheMiddle()
{
    Ear ear(u"spk"_s);
    QVERIFY(ear.isOpen());
    audio::Clip clip = sound::tone(16000, 500, 2);
    clip.pcm += sound::tone(16000, 2300, 1).pcm;
    Player player;
    QSignalSpy stopped(&player, &Player::stopped);
    QList<std::chrono::milliseconds> told;
    connect(&player, &Player::progressed, this,
            [&](std::chrono::milliseconds position, std::chrono::milliseconds length) {
                QCOMPARE(length, 3000ms);
                told << position;
            });
    player.play(clip, u"clip"_s, 2s);
    QVERIFY(stopped.wait(20'000));
    QVERIFY(!told.isEmpty() && told.first() >= 2s);
    QVERIFY(std::is_sorted(told.begin(), told.end()));
    QCOMPARE(ear.firstAt(500), -1);
    QVERIFY(ear.firstAt(2300) >= 0);
}

void TestLoudspeakers::seeks()
{
    Ear ear(u"spk"_s);
    QVERIFY(ear.isOpen());
    audio::Clip clip = sound::tone(16000, 500, 10);
    clip.pcm += sound::tone(16000, 2300, 2).pcm;
    Player player;
    QSignalSpy failed(&player, &Player::failed);
    std::chrono::milliseconds last{};
    connect(&player, &Player::progressed, this, [&](std::chrono::milliseconds position) { last = position; });
    player.seek(5s);       // nothing plays
    qint64 soonest = 5000; // ms; a busy computer may hold up a round
    for (int round = 0; round < 4 && soonest >= 90; ++round) {
        player.play(clip, u"clip"_s);
        QTRY_VERIFY_WITH_TIMEOUT(ear.firstAt(500, ear.heard.size() / 2 - 1600) >= 0, 10'000);
        const qsizetype before = ear.heard.size() / 2;
        player.seek(10s);
        QCOMPARE(last, 10'000ms); // told at once
        bool hasGoneBack = false;
        const auto spy = connect(&player, &Player::progressed, this, [&](std::chrono::milliseconds position) {
            hasGoneBack = hasGoneBack || position < 10s;
        });
        QTRY_VERIFY_WITH_TIMEOUT(ear.firstAt(2300, before) >= 0, 10'000);
        soonest = std::min<qint64>(soonest, (ear.firstAt(2300, before) - before) / 16);
        disconnect(spy);
        QVERIFY(!hasGoneBack);
        QVERIFY(last >= 10s);
        player.stop();
    }
    qInfo("heard %lld ms after the seek", qlonglong(soonest));
    QVERIFY(soonest < 90);
    QVERIFY(failed.isEmpty());
}

void TestLoudspeakers::seeksAtTheEnd()
{
    Player player;
    QSignalSpy stopped(&player, &Player::stopped);
    std::chrono::milliseconds last{};
    connect(&player, &Player::progressed, this, [&](std::chrono::milliseconds position) { last = position; });
    player.play(sound::tone(16000, 500, 1), u"tone"_s);
    QTRY_VERIFY_WITH_TIMEOUT(last >= 700ms, 20'000); // all of it is with the sound server
    QElapsedTimer clock;
    clock.start();
    player.seek(-5s);
    QCOMPARE(last, 0ms);
    QVERIFY(stopped.wait(20'000));
    QVERIFY(clock.elapsed() >= 900);
    player.play(sound::tone(16000, 500, 1), u"tone"_s);
    player.seek(1h);
    QVERIFY(stopped.wait(20'000));
    QCOMPARE(stopped.size(), 2);
}

void TestLoudspeakers::manySeeks()
{
    Player player;
    QSignalSpy failed(&player, &Player::failed);
    std::chrono::milliseconds last{};
    connect(&player, &Player::progressed, this, [&](std::chrono::milliseconds position) { last = position; });
    player.play(sound::tone(16000, 500, 60), u"tone"_s);
    qint64 soonest = 20'000; // ms; a busy computer may hold up a round
    for (int round = 0; round < 4 && soonest >= 2000; ++round) {
        for (int i = 0; i < 200; ++i) { // as a mouse drags
            player.seek(i * 100ms);
            if (i % 20 == 0)
                QTest::qWait(5);
        }
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY_WITH_TIMEOUT(last > 20'000ms, 20'000);
        QVERIFY(last < 22s);
        soonest = std::min(soonest, clock.elapsed());
    }
    QVERIFY2(soonest < 2000, qPrintable(QString::number(soonest)));
    QVERIFY(failed.isEmpty());
}

// The last: there is none from here on.
void TestLoudspeakers::none()
{
    Loudspeakers loudspeakers;
    loudspeakers.setWatching(true);
    QVERIFY(SoundRoom::control({u"unload-module"_s, u"module-null-sink"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(loudspeakers.isKnown() && loudspeakers.all().isEmpty(), 20'000);
    Player player;
    QSignalSpy failed(&player, &Player::failed);
    QSignalSpy stopped(&player, &Player::stopped);
    player.setLoudspeaker("headset");
    player.play(sound::tone(16000, 500, 1), u"tone"_s);
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, 20'000);
    QCOMPARE(failed.size(), 1);
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.kind, Error::Kind::Device);
    QCOMPARE(error.detail, u"no loudspeaker was found"_s);
}

ROOM_TEST(TestLoudspeakers, QCoreApplication)
#include "test_loudspeakers.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/player.h"
#include "devices/soundports.h"
#include "devices/soundroom.h"
#include "devices/soundthread.h"
#include "runner.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! A computer without a sound service, until one is started.
class TestSoundless : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void whereTheServiceIsLookedFor();
    void recorderSaysSo();
    void playerSaysSo();
    void noMicrophoneIsListed();
    void serverComesLater();

private:
    QTemporaryDir m_folder;
};

void TestSoundless::initTestCase()
{
    qputenv("PULSE_SERVER", "unix:" + QFile::encodeName(m_folder.filePath(u"native"_s)));
}

void TestSoundless::whereTheServiceIsLookedFor()
{
    const QByteArray here = qgetenv("PULSE_SERVER");
    QVERIFY(!soundserver::isRunning());
    qputenv("PULSE_SERVER", "{0123abcd}" + here);
    QVERIFY(!soundserver::isRunning());
    qputenv("PULSE_SERVER", "tcp:sound.example:4713"); // across the network: not for us to judge
    QVERIFY(soundserver::isRunning());
    qunsetenv("PULSE_SERVER");
    QVERIFY(!soundserver::isRunning());
    qputenv("PULSE_SERVER", here);
    QVERIFY(sound::save(m_folder.filePath(u"native"_s), {})); // not a socket
    QVERIFY(!soundserver::isRunning());
}

void TestSoundless::recorderSaysSo()
{
    Take take(m_folder.filePath(u"never.wav"_s));
    QElapsedTimer clock;
    clock.start();
    QVERIFY(!take.begins("mic"));
    QVERIFY(clock.elapsed() < 2000);
    QVERIFY(take.error);
    QCOMPARE(take.error->kind, Error::Kind::Device);
    QCOMPARE(take.error->detail, u"the sound service (PulseAudio or PipeWire) is not running"_s);
    QVERIFY(!QFile::exists(take.path));
    QVERIFY(!take.recorder.isRecording());
    QTRY_VERIFY_WITH_TIMEOUT(!Recorder::hasHungDevice(), 20'000);
}

void TestSoundless::playerSaysSo()
{
    Player player;
    QStringList told;
    connect(&player, &Player::failed, this, [&](const Error &error) {
        told << QString(u"failed "_s + player.subject());
        QCOMPARE(error.kind, Error::Kind::Device);
    });
    connect(&player, &Player::stopped, this,
            [&](const QString &subject) { told << QString(u"stopped "_s + subject); });
    QElapsedTimer clock;
    clock.start();
    player.play(sound::tone(16000, 440, 1), u"tone"_s);
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), 2, 20'000);
    QVERIFY(clock.elapsed() < 2000);
    QCOMPARE(told, (QStringList{u"failed tone"_s, u"stopped tone"_s}));
    QVERIFY(player.subject().isEmpty());
}

void TestSoundless::noMicrophoneIsListed()
{
    Microphones microphones;
    microphones.setWatching(true);
    QTRY_VERIFY_WITH_TIMEOUT(microphones.isKnown(), 20'000);
    QVERIFY(microphones.all().isEmpty());
}

void TestSoundless::serverComesLater()
{
    SoundRoom room;
    QVERIFY(room.startServer());
    QVERIFY(soundserver::isRunning());
    Microphones microphones;
    microphones.setWatching(true);
    QTRY_COMPARE_WITH_TIMEOUT(microphones.all().size(), 1, 20'000);
    Take take(m_folder.filePath(u"later.wav"_s));
    QVERIFY(take.begins("mic", 300ms));
    QVERIFY(take.ends());
    QCOMPARE(take.length, 300ms);
}

ROOM_TEST(TestSoundless, QCoreApplication)
#include "test_soundless.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/player.h"
#include "devices/soundroom.h"
#include "runner.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRecorderLosses : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".wav"_s); }
    void movedByAMixer();
    void nothingOfAnotherMicrophoneStays();
    void serverStalls();
    void anotherMicrophoneIsLeft();
    void noMicrophoneIsLeft();
    void suspended();
    void openedAsleep();
    void serverDies();

private:
    QTemporaryDir m_folder;
    QString m_path;
};

// The device that was chosen is still there; the stream is elsewhere.
void TestRecorderLosses::movedByAMixer()
{
    QVERIFY(SoundRoom::plug(u"extra"_s));
    Take take(m_path);
    QVERIFY(take.begins("mic"));
    QVERIFY(take.reaches(2s));
    QVERIFY(SoundRoom::control({u"move-source-output"_s, QString::number(SoundRoom::stream()), u"extra"_s}));
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::DeviceMoved);
    QVERIFY(take.length >= 1s);
    QVERIFY(take.clip());
    // It can be used again, and so can the other.
    Take again(m_path + u".again.wav"_s);
    QVERIFY(again.begins("extra"));
    QVERIFY(again.reaches(1s));
    again.recorder.stop();
    QVERIFY(again.ends());
    QCOMPARE(again.end, Recorder::End::Stopped);
    QVERIFY(SoundRoom::unplug("source_name=extra"));
}

// The microphone that was chosen is silent, the other is not.
void TestRecorderLosses::nothingOfAnotherMicrophoneStays()
{
    QVERIFY(SoundRoom::control(
        {u"load-module"_s, u"module-null-sink"_s, u"sink_name=street"_s, u"rate=16000"_s, u"channels=1"_s}));
    QVERIFY(SoundRoom::plug(u"window"_s, u"street.monitor"_s));
    const Neighbour noise(m_folder.filePath(u"noise.raw"_s), u"street"_s);
    Take other(m_path + u".other.wav"_s);
    QVERIFY(other.begins("window"));
    QTRY_VERIFY_WITH_TIMEOUT(other.peak > -30, 20'000);
    other.recorder.stop();
    QVERIFY(other.ends());

    enum class Way { Left, StoppedAtOnce, PausedAtOnce };
    using std::chrono::milliseconds;
    for (const auto &[way, spoken] :
         {std::pair(Way::Left, 1000ms), std::pair(Way::Left, 1270ms), std::pair(Way::StoppedAtOnce, 1140ms),
          std::pair(Way::PausedAtOnce, 1090ms)}) {
        Take take(m_path + QString::number(int(way)) + QString::number(spoken.count()));
        QVERIFY(take.begins("mic"));
        QVERIFY(take.reaches(spoken));
        QVERIFY(
            SoundRoom::control({u"move-source-output"_s, QString::number(SoundRoom::stream()), u"window"_s}));
        if (way == Way::StoppedAtOnce)
            take.recorder.stop();
        if (way == Way::PausedAtOnce)
            take.recorder.pause();
        QVERIFY(take.ends());
        QCOMPARE(take.end, Recorder::End::DeviceMoved);
        const auto clip = take.clip();
        QVERIFY(clip);
        QCOMPARE(clip->length(), take.length);
        const auto samples = clip->samples();
        const auto foreign =
            std::ranges::count_if(samples, [](qint16 sample) { return std::abs(sample) > 300; });
        qInfo("%d: %d ms, %d ms of them another's", int(way), int(take.length.count()), int(foreign / 16));
        QVERIFY2(foreign <= 16 * 100, qPrintable(QString::number(foreign)));
        QVERIFY(take.length >= spoken - 700ms); // a busy computer looks less often
    }
    QVERIFY(SoundRoom::unplug("source_name=window"));
    QVERIFY(SoundRoom::unplug("sink_name=street"));
}

void TestRecorderLosses::serverStalls()
{
    const auto pid = qEnvironmentVariableIntValue("CLEAN_ROOM_PULSE_PID");
    for (const auto stall : {1s, 3s}) {
        Take take(m_path + QString::number(stall.count()));
        QVERIFY(take.begins("mic"));
        QVERIFY(take.reaches(1s));
        QCOMPARE(::kill(pid, SIGSTOP), 0);
        QTest::qWait(int(std::chrono::milliseconds(stall).count()));
        QCOMPARE(::kill(pid, SIGCONT), 0);
        QVERIFY(take.reaches(take.last + 1s));
        take.recorder.stop();
        QVERIFY(take.ends());
        QCOMPARE(take.end, Recorder::End::Stopped);
    }
}

void TestRecorderLosses::anotherMicrophoneIsLeft()
{
    QVERIFY(SoundRoom::plug(u"extra"_s));
    Take take(m_path);
    QVERIFY(take.begins("extra"));
    QVERIFY(take.reaches(2s));
    QVERIFY(SoundRoom::unplug("source_name=extra"));
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::DeviceMoved);
    QVERIFY(take.length >= 1s); // what came after the last look may be another's
    QVERIFY(take.clip());
}

void TestRecorderLosses::noMicrophoneIsLeft()
{
    Take take(m_path);
    QVERIFY(take.begins("mic"));
    QVERIFY(take.reaches(300ms));
    QVERIFY(SoundRoom::unplug("source_name=mic"));
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::DeviceLost);
    QVERIFY(take.clip());
    Take none(m_path + u".none.wav"_s);
    QVERIFY(!none.begins("mic"));
    QCOMPARE(none.error->detail, u"no microphone was found"_s);
    QVERIFY(SoundRoom::plug(u"mic"_s));
    const bool isListedAgain = QTest::qWaitFor(
        [&, tries = 0]() mutable {
            Take take2(m_path + u".again%1.wav"_s.arg(++tries));
            return take2.begins("mic", 100ms) && take2.ends();
        },
        20'000);
    QVERIFY(isListedAgain);
}

void TestRecorderLosses::suspended()
{
    Take take(m_path);
    QVERIFY(take.begins("mic"));
    QVERIFY(SoundRoom::control({u"suspend-source"_s, u"mic"_s, u"1"_s}));
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::DeviceLost);
    QVERIFY(take.clip());
    QVERIFY(SoundRoom::control({u"suspend-source"_s, u"mic"_s, u"0"_s}));
}

void TestRecorderLosses::openedAsleep()
{
    QVERIFY(SoundRoom::control({u"suspend-source"_s, u"mic"_s, u"1"_s}));
    Take take(m_path);
    QVERIFY(!take.begins("mic"));
    QVERIFY(take.isOver());
    QVERIFY(!take.recorder.isRecording());
    if (take.error) { // opening waits for the first sound
        QCOMPARE(take.error->detail, u"the microphone did not answer"_s);
        QVERIFY(Recorder::hasHungDevice());
    }
    // Nothing is recorded behind anybody's back when it wakes up.
    QVERIFY(SoundRoom::control({u"suspend-source"_s, u"mic"_s, u"0"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(!Recorder::hasHungDevice(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(SoundRoom::stream(), -1, 20'000);
    if (take.error)
        QVERIFY(!QFile::exists(m_path));
    Take again(m_path + u".again.wav"_s);
    QVERIFY(again.begins("mic", 300ms));
}

// The last: from here on the first server is gone.
void TestRecorderLosses::serverDies()
{
    Take take(m_path);
    QVERIFY(take.begins("mic"));
    QVERIFY(take.reaches(1s));
    SoundRoom::killFirstServer();
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::DeviceLost);
    QVERIFY(take.length >= 1s);
    QVERIFY(take.clip());

    // Trying while it is away must not spoil what comes later.
    QElapsedTimer clock;
    qint64 fastest = 20'000; // a busy computer may hold up a round
    for (int round = 0; round < 5 && fastest >= 2000; ++round) {
        clock.start();
        Take away(m_path + u".away.wav"_s);
        QVERIFY(!away.begins("mic"));
        QVERIFY(away.error);
        QCOMPARE(away.error->kind, Error::Kind::Device);
        QCOMPARE(away.error->detail, u"the sound service (PulseAudio or PipeWire) is not running"_s);
        QVERIFY(!QFile::exists(away.path));
        Player player;
        QSignalSpy failed(&player, &Player::failed);
        player.play(sound::tone(16000, 440, 1), u"tone"_s);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
        fastest = std::min(fastest, clock.elapsed());
    }
    QVERIFY2(fastest < 2000, qPrintable(QString::number(fastest)));

    SoundRoom room;
    QTest::qWait(5000); // longer than Qt waits before it looks for a server again
    QVERIFY(room.startServer());
    clock.restart();
    int tries = 0;
    const bool isBack = QTest::qWaitFor(
        [&] {
            Take back(m_path + u".back%1.wav"_s.arg(++tries));
            return back.begins("mic", 200ms) && back.ends() && back.length == 200ms;
        },
        60'000);
    qInfo("records again %lld ms after the server's return, at try %d", qlonglong(clock.elapsed()), tries);
    QVERIFY(isBack);
}

ROOM_TEST(TestRecorderLosses, QCoreApplication)
#include "test_recorderlosses.moc"

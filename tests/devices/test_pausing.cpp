// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundroom.h"
#include "runner.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <atomic>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
std::atomic_int sleptFor = 0; // ms
}

//! Recordings that wait, by wish or because the computer slept.
class TestPausing : public QObject
{
    Q_OBJECT

private slots:
    void whatIsSaidMeanwhileIsLeftOut();
    void stoppedInAPause();
    void sleepPauses();
    void clockOfTheSystem();
    void speechIsCounted();

private:
    QString file(const QString &end = u".wav"_s) const
    {
        return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + end);
    }
    QTemporaryDir m_folder;
};

void TestPausing::whatIsSaidMeanwhileIsLeftOut()
{
    Take take(file());
    QSignalSpy paused(&take.recorder, &Recorder::paused);
    QSignalSpy resumed(&take.recorder, &Recorder::resumed);
    QVERIFY(take.begins("mic"));
    QVERIFY(take.reaches(500ms));
    take.recorder.pause();
    QTRY_COMPARE_WITH_TIMEOUT(paused.size(), 1, 20'000);
    QCOMPARE(paused.first().first().value<Recorder::Pause>(), Recorder::Pause::Asked);
    QVERIFY(take.recorder.isRecording());
    const auto before = take.last;
    {
        // Noise, in the pause alone.
        const Neighbour neighbour(file(u".raw"_s));
        QTRY_VERIFY_WITH_TIMEOUT(take.peak > -25, 20'000); // the meter goes on
        QTest::qWait(300);
        QCOMPARE(take.last, before);
        QCOMPARE((QFileInfo(take.path).size() - 44) / 32, before.count());
        QVERIFY(take.clip()); // it can be read
    }
    QTRY_VERIFY_WITH_TIMEOUT(take.peak < -80, 20'000);
    take.recorder.resume();
    QTRY_COMPARE_WITH_TIMEOUT(resumed.size(), 1, 20'000);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(take.reaches(before + 500ms));
    QVERIFY(clock.elapsed() > 300); // not made of what was said meanwhile
    take.recorder.stop();
    QVERIFY(take.ends());
    const auto clip = take.clip();
    QVERIFY(clip);
    QCOMPARE(clip->length(), take.length);
    QVERIFY(take.length >= before + 500ms);
    QVERIFY(audio::measure(clip->samples()).peak < -80);
}

void TestPausing::stoppedInAPause()
{
    Take take(file());
    QSignalSpy paused(&take.recorder, &Recorder::paused);
    take.recorder.resume(); // nothing to resume, or to pause
    take.recorder.pause();
    QVERIFY(take.begins("mic"));
    take.recorder.pause();
    take.recorder.pause();
    QTRY_COMPARE_WITH_TIMEOUT(paused.size(), 1, 20'000);
    take.recorder.stop();
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::Stopped);
    QCOMPARE(paused.size(), 1);
    const auto clip = take.clip();
    QVERIFY(clip);
    QCOMPARE(clip->length(), take.length);
}

void TestPausing::sleepPauses()
{
    Take take(file(), [] { return std::chrono::milliseconds(sleptFor.load()); });
    QSignalSpy paused(&take.recorder, &Recorder::paused);
    QSignalSpy resumed(&take.recorder, &Recorder::resumed);
    QVERIFY(take.begins("mic"));
    QVERIFY(take.reaches(300ms));
    QVERIFY(paused.isEmpty());
    sleptFor = 3'600'000;
    QTRY_COMPARE_WITH_TIMEOUT(paused.size(), 1, 20'000);
    QCOMPARE(paused.first().first().value<Recorder::Pause>(), Recorder::Pause::Slept);
    const auto before = take.last;
    QCOMPARE((QFileInfo(take.path).size() - 44) / 32, before.count());
    QVERIFY(take.hears());
    take.recorder.resume();
    QTRY_COMPARE_WITH_TIMEOUT(resumed.size(), 1, 20'000);
    QVERIFY(take.reaches(before + 200ms));
    QCOMPARE(paused.size(), 1); // told once
    sleptFor = 7'200'000;
    QTRY_COMPARE_WITH_TIMEOUT(paused.size(), 2, 20'000);
    take.recorder.stop();
    QVERIFY(take.ends());
    QVERIFY(take.clip());
}

void TestPausing::clockOfTheSystem()
{
    const auto before = timeAsleep();
    QVERIFY(before >= -1ms);
    QTest::qWait(600);
    QVERIFY(std::chrono::abs(timeAsleep() - before) < 100ms); // being awake is no sleep
    SleepWatch watch(&timeAsleep);
    QVERIFY(!watch.hasSlept());
}

void TestPausing::speechIsCounted()
{
    Take take(file());
    QList<RecordingState> states;
    connect(&take.recorder, &Recorder::advanced, this, [&](const RecordingState &state) { states << state; });
    QVERIFY(take.begins("mic"));
    QVERIFY(sound::run(u"paplay"_s, {u"-d"_s, u"micfeed"_s, SoundRoom::speechFile()}));
    QVERIFY(take.reaches(take.last + 500ms));
    take.recorder.stop();
    QVERIFY(take.ends());
    const auto clip = take.clip();
    QVERIFY(clip);
    const double rate = double(states.size()) * 1000 / double(take.length.count());
    QVERIFY2(rate > 2.5 && rate < 5, qPrintable(QString::number(rate)));
    QVERIFY(std::is_sorted(states.begin(), states.end(),
                           [](const auto &a, const auto &b) { return a.elapsed < b.elapsed; }));
    QCOMPARE(states.last().elapsed, take.length);
    QVERIFY(states.last().speech.seconds > 2);
    audio::SpeechWatch all;
    all.take(clip->samples());
    QCOMPARE(states.last().speech.seconds, all.speech().seconds);
}

ROOM_TEST(TestPausing, QCoreApplication)
#include "test_pausing.moc"

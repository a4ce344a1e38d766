// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundports.h"
#include "devices/soundroom.h"
#include "runner.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRecorder : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(!SoundRoom::speech().pcm.isEmpty(), "make the test speech first: ctest -R '^speech$'");
    }
    void microphonesAreListed();
    void hearsWhatIsSpoken();
    void lengthIsTheTimeThatPassed();
    void limitIsExact();
    void firstMicrophoneWhereNoneIsNamed();
    void unknownMicrophone();
    void neverOverAnotherFile();
    void readableWhileItGrows();
    void twentyTimes();
    void destroyedWhileRecording();
    void destroyedAtAnyMoment();
    void channelsWiredAgainstEachOther();
    void fullDisk();
    void folderGone_data();
    void folderGone();

private:
    QString file() const
    {
        return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".wav"_s);
    }
    QTemporaryDir m_folder;
};

void TestRecorder::microphonesAreListed()
{
    Microphones microphones;
    QVERIFY(!microphones.isKnown());
    QSignalSpy changed(&microphones, &Microphones::changed);
    microphones.setWatching(true);
    QTRY_VERIFY_WITH_TIMEOUT(microphones.isKnown(), 20'000);
    QCOMPARE(microphones.all().size(), 1); // monitors of loudspeakers are none
    QCOMPARE(microphones.all().first().id, "mic"_ba);
    QVERIFY(SoundRoom::control(
        {u"load-module"_s, u"module-remap-source"_s, u"source_name=second"_s, u"master=micfeed.monitor"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(microphones.all().size(), 2, 20'000);
    QCOMPARE(changed.size(), 2);
    QVERIFY(SoundRoom::control({u"unload-module"_s, u"module-remap-source"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(microphones.all().isEmpty(), 20'000);
    QVERIFY(SoundRoom::control({u"load-module"_s, u"module-remap-source"_s, u"source_name=mic"_s,
                                u"master=micfeed.monitor"_s, u"remix=no"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(microphones.all().size(), 1, 20'000);
}

void TestRecorder::hearsWhatIsSpoken()
{
    const audio::Clip spoken = SoundRoom::speech();
    Take take(file());
    QVERIFY(take.begins("mic"));
    QVERIFY(sound::run(u"paplay"_s, {u"-d"_s, u"micfeed"_s, SoundRoom::speechFile()}));
    QVERIFY(take.reaches(take.last + 1s)); // what was still on its way
    take.recorder.stop();
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::Stopped);
    const auto clip = take.clip();
    QVERIFY(clip);
    QCOMPARE(clip->rate, audio::speechRate);
    QCOMPARE(clip->channels, 1);
    QCOMPARE(clip->length(), take.length);
    const double correlation = sound::correlation(spoken.samples(), clip->samples());
    QVERIFY2(correlation > 0.99, qPrintable(QString::number(correlation)));
}

void TestRecorder::lengthIsTheTimeThatPassed()
{
    Take take(file());
    QVERIFY(take.begins("mic"));
    QElapsedTimer clock;
    clock.start();
    rusage before{};
    ::getrusage(RUSAGE_SELF, &before);
    // A busy computer may hold up a round: one of a few has to be right.
    qint64 wall = 0;
    double off = 1;
    for (int round = 0; round < 6 && off >= 0.03; ++round) {
        const auto first = take.last;
        QElapsedTimer lap;
        lap.start();
        QVERIFY(take.reaches(first + 3s));
        const qint64 passed = lap.elapsed();
        wall = clock.elapsed();
        off = std::fabs(double((take.last - first).count() - passed)) / double(passed);
    }
    rusage after{};
    ::getrusage(RUSAGE_SELF, &after);
    const auto seconds = [](const rusage &usage) {
        return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
               double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    };
    const double share = (seconds(after) - seconds(before)) * 1000 / double(wall);
    qInfo("recording takes %.1f %% of one processor, %.1f levels a second", share * 100,
          double(take.blocks) * 1000 / double(take.last.count()));
    QVERIFY(share < 0.25);
    QVERIFY2(off < 0.03, qPrintable(u"%1 % off"_s.arg(off * 100)));
    take.recorder.stop();
    QVERIFY(take.ends());
}

void TestRecorder::limitIsExact()
{
    Take take(file());
    QVERIFY(take.begins("mic", 1234ms));
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::LimitReached);
    QCOMPARE(take.length, 1234ms);
    QCOMPARE(sound::content(take.path).size(), 44 + 1234 * 32);
    QVERIFY(!take.recorder.isRecording());
}

void TestRecorder::firstMicrophoneWhereNoneIsNamed()
{
    Take take(file());
    QVERIFY(take.begins({}, 300ms));
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::LimitReached);
}

void TestRecorder::unknownMicrophone()
{
    Take take(file());
    QVERIFY(!take.begins("nosuch"));
    QVERIFY(take.error);
    QCOMPARE(take.error->kind, Error::Kind::Device);
    QCOMPARE(take.error->detail, u"the chosen microphone is not there any more"_s);
    QVERIFY(!take.isStarted);
    QVERIFY(!QFile::exists(take.path));
}

void TestRecorder::neverOverAnotherFile()
{
    QVERIFY(sound::save(file(), "somebody's voice"));
    Take take(file());
    QVERIFY(!take.begins("mic"));
    QVERIFY(take.error);
    QCOMPARE(take.error->kind, Error::Kind::Storage);
    QCOMPARE(sound::content(take.path), "somebody's voice"_ba);
}

void TestRecorder::readableWhileItGrows()
{
    Take take(file());
    QVERIFY(take.begins("mic"));
    QVERIFY(take.reaches(600ms));
    const auto half = take.clip();
    QVERIFY(half);
    QVERIFY(half->length() >= 600ms);
    take.recorder.stop();
    QVERIFY(take.ends());
    QVERIFY(take.length >= half->length());
}

void TestRecorder::twentyTimes()
{
    for (int i = 0; i < 20; ++i) {
        Take take(m_folder.filePath(u"cycle%1.wav"_s.arg(i)));
        QVERIFY(take.begins("mic"));
        take.recorder.stop();
        QVERIFY(take.ends());
        QCOMPARE(take.end, Recorder::End::Stopped);
        QVERIFY(take.length > 0ms);
        QVERIFY(take.clip());
    }
    QTRY_VERIFY_WITH_TIMEOUT(!Recorder::hasHungDevice(), 20'000);
}

void TestRecorder::destroyedWhileRecording()
{
    {
        Take take(file());
        QVERIFY(take.begins("mic"));
        QVERIFY(take.reaches(200ms));
    }
    const QByteArray wav = sound::content(file());
    const auto clip = audio::readWav(wav);
    QVERIFY(clip);
    QVERIFY(clip->length() >= 200ms);
    QCOMPARE(wav, clip->wav()); // its header is closed
}

void TestRecorder::destroyedAtAnyMoment()
{
    for (const int moment : {0, 1, 3, 10, 30, 100, 200, 400}) {
        const QString path = m_folder.filePath(u"moment%1.wav"_s.arg(moment));
        {
            Take take(path);
            if (moment % 2 == 0)
                take.recorder.listen("mic");
            take.recorder.start("mic", path, 2min);
            QTest::qWait(moment);
            if (moment >= 200)
                take.recorder.pause();
            if (moment >= 400)
                take.recorder.stop();
        }
        // There is no file, one without a sound, or a whole one.
        const QByteArray wav = sound::content(path);
        if (wav.size() > 44) {
            const auto clip = audio::readWav(wav);
            QVERIFY(clip);
            QCOMPARE(wav, clip->wav());
        }
    }
    QTRY_VERIFY_WITH_TIMEOUT(!Recorder::hasHungDevice(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(SoundRoom::stream(), -1, 20'000);
}

void TestRecorder::channelsWiredAgainstEachOther()
{
    QVERIFY(SoundRoom::control({u"load-module"_s, u"module-null-sink"_s, u"sink_name=pairfeed"_s,
                                u"rate=16000"_s, u"channels=2"_s, u"format=s16le"_s}));
    QVERIFY(SoundRoom::control({u"load-module"_s, u"module-remap-source"_s, u"source_name=pair"_s,
                                u"master=pairfeed.monitor"_s, u"remix=no"_s}));
    QVERIFY(SoundRoom::lists("pair"));
    const audio::Clip speech = SoundRoom::speech();
    audio::Clip pair{.rate = audio::speechRate, .channels = 2, .pcm = {}};
    for (const qint16 sample : speech.samples()) {
        const qint16 both[] = {sample, qint16(-sample)};
        pair.pcm.append(reinterpret_cast<const char *>(both), 4);
    }
    QVERIFY(sound::save(m_folder.filePath(u"pair.wav"_s), pair.wav()));
    Take take(file());
    QVERIFY(take.begins("pair"));
    QVERIFY(sound::run(u"paplay"_s, {u"-d"_s, u"pairfeed"_s, m_folder.filePath(u"pair.wav"_s)}));
    take.recorder.stop();
    QVERIFY(take.ends());
    const auto clip = take.clip();
    QVERIFY(clip);
    const double likeness = sound::correlation(speech.samples(), clip->samples());
    QVERIFY2(std::fabs(likeness) > 0.95, qPrintable(QString::number(likeness)));
    QVERIFY(SoundRoom::unplug("source_name=pair"));
    QVERIFY(SoundRoom::unplug("sink_name=pairfeed"));
}

void TestRecorder::fullDisk()
{
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{.rlim_cur = 40'000, .rlim_max = before.rlim_max};
    Take take(file());
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const bool hasBegun = take.begins("mic");
    const bool hasEnded = take.ends();
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(hasBegun && hasEnded);
    QCOMPARE(take.end, Recorder::End::DiskFull);
    const auto clip = take.clip();
    QVERIFY(clip);
    QCOMPARE(clip->length(), take.length);
    QVERIFY(take.length > 1200ms);
}

void TestRecorder::folderGone_data()
{
    QTest::addColumn<QString>("fate");
    QTest::newRow("moved") << u"moved"_s;
    QTest::newRow("removed") << u"removed"_s;
    QTest::newRow("blocked") << u"blocked"_s; // something else stands in its place
}

void TestRecorder::folderGone()
{
    QFETCH(QString, fate);
    const QString data = m_folder.filePath(u"data-"_s + fate);
    QVERIFY(QDir().mkpath(data + u"/drafts"_s));
    Take take(data + u"/drafts/take.wav"_s);
    QVERIFY(take.begins("mic"));
    QVERIFY(QTest::qWaitFor([&] { return QFileInfo(data + u"/drafts/take.wav"_s).size() > 20'000; }, 20'000));
    if (fate == u"removed")
        QVERIFY(QDir(data).removeRecursively());
    else
        QVERIFY(QFile::rename(data, data + u"-elsewhere"_s));
    if (fate == u"blocked")
        QVERIFY(sound::save(data, "a file"));
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::FolderGone);
    if (fate == u"blocked") {
        QCOMPARE(take.length, 0ms);
        return;
    }
    const auto clip = take.clip();
    QVERIFY(clip);
    QCOMPARE(clip->length(), take.length);
    QVERIFY(take.length > 500ms);
    QCOMPARE(QFileInfo(data).permissions() & QFile::Permissions(0x0077), QFile::Permissions());
}

ROOM_TEST(TestRecorder, QCoreApplication)
#include "test_recorder.moc"

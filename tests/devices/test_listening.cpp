// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundroom.h"
#include "runner.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! The microphone before and between recordings.
class TestListening : public QObject
{
    Q_OBJECT

private slots:
    void nothingIsKept();
    void recordingUsesTheOpenDevice();
    void anotherMicrophone();
    void theOneOfTheSystem();
    void waitsForTheRecordingsEnd();
    void missing();
    void unpluggedAndBack();
    void mutedMicrophone();
    void deadMicrophone();
    void serverDiesWhileRecording();

private:
    QString file(const QString &end = u".wav"_s) const
    {
        return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + end);
    }
    QTemporaryDir m_folder;
};

void TestListening::nothingIsKept()
{
    Take take(file());
    QSignalSpy listening(&take.recorder, &Recorder::listening);
    QList<audio::Extremes> extremes;
    connect(&take.recorder, &Recorder::heard, this,
            [&](const audio::Level &, const audio::Extremes &block) { extremes << block; });
    take.recorder.listen("mic");
    QVERIFY(!take.recorder.isRecording());
    QVERIFY(take.hears());
    QCOMPARE(listening.size(), 1);
    QElapsedTimer clock;
    clock.start();
    const int before = take.heard;
    QTRY_VERIFY_WITH_TIMEOUT(take.heard - before >= 100, 20'000);
    const double rate = double(take.heard - before) * 1000 / double(clock.elapsed());
    QVERIFY2(rate > 40 && rate < 60, qPrintable(QString::number(rate)));
    QVERIFY(take.peak < -80);

    extremes.clear();
    const Neighbour neighbour(file(u".raw"_s));
    QTRY_VERIFY_WITH_TIMEOUT(take.peak > -25 && extremes.last().high > 3000 && extremes.last().low < -3000,
                             20'000);
    QVERIFY(take.peak < -10);
    QCOMPARE(take.blocks, 0);
    QVERIFY(!take.isStarted);
    QVERIFY(!QFile::exists(take.path));

    take.recorder.endListening();
    QVERIFY(take.closes());
    QTRY_VERIFY_WITH_TIMEOUT(!Recorder::hasHungDevice(), 20'000);
    const int after = take.heard;
    QTest::qWait(100);
    QCOMPARE(take.heard, after);
}

void TestListening::recordingUsesTheOpenDevice()
{
    const Neighbour neighbour(file(u".raw"_s));
    Take take(file());
    take.recorder.listen({}); // the first there is
    QVERIFY(take.hears());
    const int opened = SoundRoom::stream();
    QVERIFY(opened >= 0);
    qint64 fastest = 1000;
    for (int i = 0; i < 5; ++i) {
        take.forget();
        QElapsedTimer clock;
        clock.start();
        QVERIFY(take.begins("mic"));
        fastest = std::min(fastest, clock.elapsed());
        QVERIFY(take.reaches(100ms));
        QCOMPARE(SoundRoom::stream(), opened);
        take.recorder.stop();
        QVERIFY(take.ends());
        QCOMPARE(take.end, Recorder::End::Stopped);
        QVERIFY(take.hears()); // goes on
        const auto clip = take.clip();
        QVERIFY(clip);
        QCOMPARE(clip->length(), take.length);
        // Nothing from before and no gap: noise from the first block on.
        for (qsizetype at = 0; at + 640 <= clip->pcm.size(); at += 640)
            QVERIFY(audio::measure(clip->samples().subspan(size_t(at) / 2, 320)).peak > -25);
    }
    QVERIFY2(fastest < 50, qPrintable(QString::number(fastest)));
    QCOMPARE(SoundRoom::stream(), opened);
}

void TestListening::anotherMicrophone()
{
    QVERIFY(SoundRoom::plug(u"second"_s));
    Take take(file());
    take.recorder.listen("mic");
    QVERIFY(take.hears());
    const int first = SoundRoom::stream();
    take.recorder.listen("mic"); // nothing changes
    QVERIFY(take.hears());
    QCOMPARE(SoundRoom::stream(), first);
    QSignalSpy listening(&take.recorder, &Recorder::listening);
    take.recorder.listen("second");
    QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 1, 20'000);
    QVERIFY(take.hears());
    QTRY_VERIFY_WITH_TIMEOUT(SoundRoom::stream() > first, 20'000);
    // A recording from the other one, and back to what is listened to.
    QVERIFY(take.begins("mic", 200ms));
    QVERIFY(take.ends());
    QCOMPARE(take.length, 200ms);
    QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 3, 20'000);
    QVERIFY(take.hears());
    QTRY_VERIFY_WITH_TIMEOUT(!Recorder::hasHungDevice(), 20'000);
    QVERIFY(SoundRoom::unplug("source_name=second"));
    QTRY_VERIFY_WITH_TIMEOUT(take.listeningError, 20'000); // it was the second
    QVERIFY(take.closes());
}

//! Where nobody has chosen, the microphone of the system's settings, not the first of the list.
void TestListening::theOneOfTheSystem()
{
    QVERIFY(SoundRoom::plug(u"headset"_s));
    const auto unplug = qScopeGuard([] {
        SoundRoom::control({u"set-default-source"_s, u"mic"_s});
        SoundRoom::unplug("source_name=headset");
    });
    Microphones microphones;
    const auto first = [&] {
        return microphones.all().isEmpty() ? QByteArray() : microphones.all().first().id;
    };
    microphones.setWatching(true);
    QVERIFY(SoundRoom::control({u"set-default-source"_s, u"headset"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(first(), "headset", 20'000);
    Take take(file());
    take.recorder.listen({});
    QVERIFY(take.hears());
    QCOMPARE(SoundRoom::source(), "headset");
    take.recorder.endListening();

    QVERIFY(SoundRoom::control({u"set-default-source"_s, u"mic"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(first(), "mic", 20'000);
    QCOMPARE(microphones.all().size(), 2);
}

void TestListening::waitsForTheRecordingsEnd()
{
    Take take(file());
    QVERIFY(take.begins("mic"));
    const int opened = SoundRoom::stream();
    take.recorder.listen("mic");
    QVERIFY(take.reaches(200ms));
    take.recorder.stop();
    QVERIFY(take.ends());
    QVERIFY(take.hears());
    QCOMPARE(SoundRoom::stream(), opened);
    Take second(file(u"2.wav"_s));
    second.recorder.listen("mic");
    QVERIFY(second.begins("mic"));
    second.recorder.endListening();
    QVERIFY(second.recorder.isRecording());
    QVERIFY(second.reaches(200ms));
    second.recorder.stop();
    QVERIFY(second.ends());
    const int before = second.heard;
    QTest::qWait(100);
    QCOMPARE(second.heard, before);
}

void TestListening::missing()
{
    Take take(file());
    take.recorder.listen("nosuch");
    QTRY_VERIFY_WITH_TIMEOUT(take.listeningError, 20'000);
    QCOMPARE(take.listeningError->kind, Error::Kind::Device);
    QCOMPARE(take.listeningError->detail, u"the chosen microphone is not there any more"_s);
    QVERIFY(take.closes());
    QVERIFY(!take.error);
    take.listeningError.reset();
    take.recorder.listen("mic");
    QVERIFY(take.hears());
    // A file that cannot be made ends the recording, not the listening.
    QVERIFY(sound::save(take.path, "somebody's voice"));
    QVERIFY(!take.begins("mic"));
    QCOMPARE(take.error->kind, Error::Kind::Storage);
    QVERIFY(take.hears());
}

void TestListening::unpluggedAndBack()
{
    Microphones microphones;
    microphones.setWatching(true);
    QVERIFY(SoundRoom::plug(u"usb"_s));
    QTRY_COMPARE_WITH_TIMEOUT(microphones.all().size(), 2, 20'000);
    Take take(file());
    take.recorder.listen("usb");
    QVERIFY(take.hears());
    QVERIFY(SoundRoom::unplug("source_name=usb")); // the server moves the stream to the other one
    QTRY_VERIFY_WITH_TIMEOUT(take.listeningError, 20'000);
    QCOMPARE(take.listeningError->detail, u"the microphone went away"_s);
    QVERIFY(take.closes());
    QTRY_COMPARE_WITH_TIMEOUT(microphones.all().size(), 1, 20'000);
    take.listeningError.reset();
    connect(&microphones, &Microphones::changed, &take.recorder, [&] { take.recorder.listen("usb"); });
    QVERIFY(SoundRoom::plug(u"usb"_s));
    QVERIFY(take.hears());
    QVERIFY(SoundRoom::unplug("source_name=usb"));
    QTRY_VERIFY_WITH_TIMEOUT(take.listeningError, 20'000);
}

void TestListening::mutedMicrophone()
{
    Take take(file());
    QElapsedTimer clock;
    // From the opening on nothing is heard.
    take.recorder.listen("mic");
    connect(&take.recorder, &Recorder::listening, this, [&] { clock.start(); });
    QVERIFY(take.hears());
    QTRY_VERIFY_WITH_TIMEOUT(take.isSilent, 20'000);
    QVERIFY2(clock.elapsed() > 1000, qPrintable(QString::number(clock.elapsed())));
    const Neighbour neighbour(file(u".raw"_s));
    QTRY_VERIFY_WITH_TIMEOUT(take.peak > -40, 20'000);
    QVERIFY(!take.isSilent); // at once: it came before the level did

    // A busy computer may hold up a round: one of a few has to be in time.
    qint64 latest = 5000;
    for (int round = 0; round < 3 && latest >= 2000; ++round) {
        clock.restart();
        QVERIFY(SoundRoom::control({u"set-source-mute"_s, u"mic"_s, u"1"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(take.isSilent, 20'000);
        latest = clock.elapsed();
        QVERIFY(!take.listeningError);
        QVERIFY(SoundRoom::control({u"set-source-mute"_s, u"mic"_s, u"0"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(!take.isSilent, 20'000);
    }
    qInfo("silence is told %lld ms after the mute", qlonglong(latest));
    QVERIFY(latest < 2000);
    // Closing it takes the notice away.
    QVERIFY(SoundRoom::control({u"set-source-mute"_s, u"mic"_s, u"1"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(take.isSilent, 20'000);
    take.recorder.endListening();
    QVERIFY(!take.isSilent);
    QVERIFY(SoundRoom::control({u"set-source-mute"_s, u"mic"_s, u"0"_s}));
}

// It opens, and never brings a byte.
void TestListening::deadMicrophone()
{
    const QString fifo = file(u".fifo"_s);
    QVERIFY(SoundRoom::control({u"load-module"_s, u"module-pipe-source"_s, u"source_name=dead"_s,
                                QString(u"file="_s + fifo), u"format=s16le"_s, u"rate=16000"_s,
                                u"channels=1"_s}));
    QVERIFY(SoundRoom::lists("dead"));
    // A busy computer may hold up a round, in which the loss may be noticed as early as the silence: one of a
    // few has to be in time.
    std::optional<qint64> silentAfter;
    for (int round = 0; round < 5 && silentAfter.value_or(5000) >= 2000; ++round) {
        Take take(file());
        QElapsedTimer clock;
        connect(&take.recorder, &Recorder::listening, this, [&] { clock.start(); });
        connect(&take.recorder, &Recorder::silenceChanged, this, [&](bool isSilent) {
            if (isSilent)
                silentAfter = clock.elapsed();
        });
        take.recorder.listen("dead");
        QTRY_VERIFY_WITH_TIMEOUT(take.listeningError, 20'000);
        QVERIFY(!take.isSilent);
    }
    QVERIFY(silentAfter);
    QVERIFY2(*silentAfter < 2000, qPrintable(QString::number(*silentAfter)));
    QVERIFY(SoundRoom::unplug("source_name=dead"));
    QTRY_VERIFY_WITH_TIMEOUT(!Recorder::hasHungDevice(), 20'000);
}

// The last: from here on the first server is gone.
void TestListening::serverDiesWhileRecording()
{
    Take take(file());
    take.recorder.listen("mic");
    QVERIFY(take.begins("mic"));
    QVERIFY(take.reaches(500ms));
    SoundRoom::killFirstServer();
    QVERIFY(take.ends());
    QCOMPARE(take.end, Recorder::End::DeviceLost);
    QVERIFY(take.length >= 500ms);
    QVERIFY(take.clip());
    QTRY_VERIFY_WITH_TIMEOUT(take.listeningError, 20'000);
    QVERIFY(!take.error);

    Microphones microphones;
    connect(&microphones, &Microphones::changed, &take.recorder, [&] {
        if (!microphones.all().isEmpty())
            take.recorder.listen("mic");
    });
    microphones.setWatching(true);
    SoundRoom room;
    QVERIFY(room.startServer());
    take.listeningError.reset();
    // Whether the connection is already made again when the microphone is listed is up to Qt.
    const bool isBack = QTest::qWaitFor(
        [&] {
            if (std::exchange(take.listeningError, {}))
                QTimer::singleShot(300, &take.recorder, [&] { take.recorder.listen("mic"); });
            return take.heard > 0 && take.peak <= 0 && take.hears();
        },
        60'000);
    QVERIFY(isBack);
    take.forget();
    QVERIFY(take.begins("mic", 200ms));
    QVERIFY(take.ends());
    QCOMPARE(take.length, 200ms);
}

ROOM_TEST(TestListening, QCoreApplication)
#include "test_listening.moc"

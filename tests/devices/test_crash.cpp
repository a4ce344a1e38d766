// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundroom.h"
#include "recordings/drafts.h"
#include "recordings/studiostore.h"
#include "runner.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! A recording whose process is killed.
class TestCrash : public QObject
{
    Q_OBJECT

private slots:
    void whatWasRecordedIsOfferedAgain_data();
    void whatWasRecordedIsOfferedAgain();
};

void TestCrash::whatWasRecordedIsOfferedAgain_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("killedAt"); // ms of the recording
    QTest::newRow("while recording") << u"--record"_s << 2500;
    QTest::newRow("after a pause") << u"--record-with-pause"_s << 2500;
    QTest::newRow("in a pause") << u"--record-till-pause"_s << 1000;
}

void TestCrash::whatWasRecordedIsOfferedAgain()
{
    QFETCH(QString, mode);
    QFETCH(int, killedAt);
    QTemporaryDir data;
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(), {u"test_crash"_s, mode, data.path()});
    QByteArray said;
    const auto elapsed = [&] { // the last whole line that the child has written
        said += child.readAllStandardOutput();
        const auto lines = said.left(said.lastIndexOf('\n')).split('\n');
        return std::chrono::milliseconds(lines.last().toInt());
    };
    QTRY_VERIFY_WITH_TIMEOUT(elapsed() > killedAt * 1ms || child.state() == QProcess::NotRunning, 40'000);
    QCOMPARE(child.state(), QProcess::Running);
    child.kill(); // SIGKILL
    QVERIFY(child.waitForFinished());
    const auto reached = elapsed();

    Drafts drafts(std::make_shared<StudioDisk>(data.path()));
    QSignalSpy changed(&drafts, &Drafts::changed);
    drafts.load();
    QVERIFY(changed.wait(20'000));
    QCOMPARE(drafts.all().size(), 1);
    const Recording draft = drafts.all().first();
    QCOMPARE(draft.name, u"Ada"_s);
    QCOMPARE(draft.purpose, Recording::Purpose::Enrol);
    QVERIFY2(draft.length >= reached - 1s,
             qPrintable(u"%1 ms kept of %2 ms"_s.arg(draft.length.count()).arg(reached.count())));
    const auto clip = audio::readWav(sound::content(draft.path));
    QVERIFY(clip);
    QCOMPARE(clip->length(), draft.length);
}

namespace {

int recordUntilKilled(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    Drafts drafts(std::make_shared<StudioDisk>(QString::fromLocal8Bit(argv[2])));
    Recorder recorder;
    QObject::connect(&recorder, &Recorder::progressed, [](std::chrono::milliseconds elapsed) {
        std::printf("%d\n", int(elapsed.count()));
        std::fflush(stdout);
    });
    QObject::connect(&recorder, &Recorder::failed, [](const Error &error) {
        std::fprintf(stderr, "%s\n", qPrintable(error.detail));
        std::exit(EXIT_FAILURE);
    });
    if (qstrcmp(argv[1], "--record") != 0) {
        // Pauses at the end of the first second: for half a second, or for good.
        QObject::connect(&recorder, &Recorder::progressed, &recorder,
                         [&recorder, isDone = false](std::chrono::milliseconds elapsed) mutable {
                             if (elapsed >= 1s && !std::exchange(isDone, true))
                                 recorder.pause();
                         });
        if (qstrcmp(argv[1], "--record-with-pause") == 0)
            QObject::connect(&recorder, &Recorder::paused, &recorder,
                             [&recorder] { QTimer::singleShot(500, &recorder, &Recorder::resume); });
    }
    recorder.start("mic", drafts.create({.name = u"Ada"_s}).path, 1min);
    return QCoreApplication::exec();
}

} // namespace

static int testMain(int argc, char **argv)
{
    if (argc == 3 && qstrncmp(argv[1], "--record", 8) == 0)
        return recordUntilKilled(argc, argv);
    QCoreApplication application(argc, argv);
    TestCrash test;
    return QTest::qExec(&test, argc, argv);
}

ROOM_TEST_MAIN(testMain)
#include "test_crash.moc"

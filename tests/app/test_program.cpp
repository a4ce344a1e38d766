// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doorbell.h"
#include "app/mainwindow.h"
#include "runner.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>

#include <memory>

#include <signal.h>

namespace {

const QString program = QStringLiteral(BINARY_DIR "/voiceprint-studio");

QProcessEnvironment environmentWithout(std::initializer_list<const char *> names)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : names)
        environment.remove(QString::fromLatin1(name));
    return environment;
}

} // namespace

//! The program as a process, and what makes two of them one.
class ProgramTest : public QObject
{
    Q_OBJECT

private slots:
    void withoutADisplayItSaysSo()
    {
        QProcess process;
        process.setProcessEnvironment(environmentWithout({"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}));
        process.start(program, {QStringLiteral("--data-dir"), m_folder.path()});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        const QByteArray words = process.readAllStandardError();
        QVERIFY2(words.contains("There is no display") && words.contains("xvfb-run"), words.constData());
        QVERIFY(QDir(m_folder.path()).isEmpty());
    }

    void theTokenIsTakenOutOfTheProcess()
    {
        QProcessEnvironment with = QProcessEnvironment::systemEnvironment();
        with.insert(QStringLiteral("COZE_API_TOKEN"), QStringLiteral("pat_marker"));
        with.insert(QStringLiteral("COZE_API_BASE"), QStringLiteral("http://127.0.0.1:1"));
        with.insert(QStringLiteral("NOT_A_TOKEN"), QStringLiteral("seen"));
        QProcess process;
        process.setProcessEnvironment(with);
        const QString folder = m_folder.filePath(QStringLiteral("token"));
        process.start(program, {QStringLiteral("--data-dir"), folder});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(folder + QStringLiteral("/window.lock")), 20'000);
        const auto read = [&process](const char *name) {
            QFile file(QStringLiteral("/proc/%1/%2").arg(process.processId()).arg(QLatin1String(name)));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY(read("environ").contains("NOT_A_TOKEN=seen"));
        QVERIFY(!read("environ").contains("pat_marker"));
        QVERIFY(!read("cmdline").contains("pat_marker"));
        QVERIFY(QRegularExpression(QStringLiteral("^Max core file size +0 +0 "),
                                   QRegularExpression::MultilineOption)
                    .match(QString::fromLatin1(read("limits")))
                    .hasMatch());
        process.kill();
        QVERIFY(process.waitForFinished());
    }

    void aSecondStartOnlyRings()
    {
        const QString folder = m_folder.filePath(QStringLiteral("twice"));
        const QStringList arguments{QStringLiteral("--data-dir"), folder};
        QProcess first, second;
        first.start(program, arguments);
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(folder + QStringLiteral("/server.db")), 20'000);
        QCOMPARE(QFileInfo(folder).permissions() & ~(QFile::ReadUser | QFile::WriteUser | QFile::ExeUser),
                 QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        second.start(program, arguments);
        QVERIFY(second.waitForFinished());
        QCOMPARE(second.exitCode(), 0);
        QCOMPARE(first.state(), QProcess::Running);

        // Killed without a farewell, it leaves a socket and a lock behind, and the next one is not kept out
        // by them.
        ::kill(pid_t(first.processId()), SIGKILL);
        QVERIFY(first.waitForFinished());
        second.start(program, arguments);
        QVERIFY(!second.waitForFinished(1500));
        second.terminate();
        QVERIFY(second.waitForFinished());
    }

    void theBellRingsAtTheFirst()
    {
        const QString folder = m_folder.filePath(QStringLiteral("bell"));
        QVERIFY(QDir().mkpath(folder));
        ringFor(folder);
    }

    // As left by another machine, by a power cut, or by a version that wrote something else.
    void aLockFileThatNobodyHoldsIsNoLock_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("of another machine")
            << QByteArray("1\nvoiceprint-studio\nelsewhere\n0123456789abcdef0123456789abcdef\n\n");
    }
    void aLockFileThatNobodyHoldsIsNoLock()
    {
        QFETCH(QByteArray, words);
        const QTemporaryDir folder;
        QFile lock(folder.filePath(QStringLiteral("window.lock")));
        QVERIFY(lock.open(QIODevice::WriteOnly) && lock.write(words) == words.size());
        lock.close();
        QCOMPARE(Doorbell(folder.path()).ring(), Doorbell::Answer::NobodyHome);
    }

    void aWindowComesWhereNothingCanBeWritten()
    {
        QCOMPARE(Doorbell(QStringLiteral("/proc/nowhere")).ring(), Doorbell::Answer::NobodyHome);
    }

    void whoIsAboutToGoIsWaitedFor()
    {
        const QTemporaryDir folder;
        auto first = std::make_unique<Doorbell>(folder.path());
        QCOMPARE(first->ring(), Doorbell::Answer::NobodyHome);
        QSignalSpy rung(first.get(), &Doorbell::rung);
        first->close();
        QTimer::singleShot(500, this, [&first] { first.reset(); });
        QProcess second;
        second.start(program, {QStringLiteral("--data-dir"), folder.path()});
        QTRY_VERIFY(!first);
        QCOMPARE(rung.size(), 0);
        QVERIFY(second.state() != QProcess::NotRunning);
        // It has the folder now, and hears the bell itself.
        QTRY_COMPARE(Doorbell(folder.path()).ring(), Doorbell::Answer::Heard);
        second.terminate();
        QVERIFY(second.waitForFinished());
    }

    void aLongFolderNameHasASocketToo()
    {
        const QString folder = m_folder.filePath(QStringLiteral("long").repeated(40));
        QVERIFY(QDir().mkpath(folder));
        ringFor(folder);
    }

    void aWindowStaysOnTheScreens_data()
    {
        QTest::addColumn<QRect>("wanted");
        QTest::addColumn<QList<QRect>>("screens");
        QTest::addColumn<QRect>("place");
        const QRect left(0, 0, 1920, 1080), right(1920, 0, 1280, 720);
        QTest::newRow("fits") << QRect(100, 100, 800, 600) << QList{left, right} << QRect(100, 100, 800, 600);
        QTest::newRow("right screen")
            << QRect(2000, 50, 800, 600) << QList{left, right} << QRect(2000, 50, 800, 600);
        QTest::newRow("screen gone") << QRect(2000, 50, 800, 600) << QList{left} << QRect(1120, 50, 800, 600);
        QTest::newRow("too large") << QRect(0, 0, 3000, 2000) << QList{right} << QRect(1920, 0, 1280, 720);
        QTest::newRow("title above the top")
            << QRect(10, -500, 800, 600) << QList{left} << QRect(10, 0, 800, 600);
        QTest::newRow("no screen") << QRect(1, 2, 3, 4) << QList<QRect>{} << QRect(1, 2, 3, 4);
    }
    void aWindowStaysOnTheScreens()
    {
        QFETCH(QRect, wanted);
        QFETCH(QList<QRect>, screens);
        QTEST(windowplace::clamped(wanted, screens), "place");
    }

private:
    // A second process rings at the first, which has the folder, and ends.
    static void ringFor(const QString &folder)
    {
        Doorbell first(folder);
        QCOMPARE(first.ring(), Doorbell::Answer::NobodyHome);
        QSignalSpy rung(&first, &Doorbell::rung);
        // The lock knows processes, so the second one is a real one.
        QProcess second;
        second.start(program, {QStringLiteral("--data-dir"), folder});
        QTRY_COMPARE(rung.size(), 1);
        QTRY_COMPARE(second.state(), QProcess::NotRunning);
        QCOMPARE(second.exitCode(), 0);
    }

    QTemporaryDir m_folder;
};

ROOM_TEST(ProgramTest, QApplication)
#include "test_program.moc"

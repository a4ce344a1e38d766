// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/programtest.h"
#include "server/store/directorylock.h"

#include <QElapsedTimer>
#include <QTcpServer>

#include <signal.h>
#include <sys/stat.h>

using namespace place;

//! voiceprint-server as a program: arguments, token, signals, sudden death.
class TestProgram : public ProgramTest
{
    Q_OBJECT

private slots:
    void init() { newFolder(); }
    void aFolderWithoutLocksIsSaidSo();
    void endsOnASignal_data();
    void endsOnASignal();
    void commandsEndOnASignal();
    void nothingEndsInACoreFile();
    void wrongArguments_data();
    void wrongArguments();
    void portIsTaken();
    void backupAndRestoration();
    void https();
    void everyAddress();

private:
    void endOn(int signal, bool busy, qint64 &elapsed);
};

// As on a network drive without its lock service.
void TestProgram::aFolderWithoutLocksIsSaidSo()
{
    qputenv("LD_PRELOAD", BINARY_DIR "/nolocks.so");
    qputenv("ASAN_OPTIONS", "verify_asan_link_order=0");
    const auto [code, words] = run({});
    qunsetenv("LD_PRELOAD");
    qunsetenv("ASAN_OPTIONS");
    QVERIFY(code != 0);
    QVERIFY2(words.contains("cannot lock files") && words.contains("--data-dir"), words.constData());
    QVERIFY2(!words.contains("another server") && !words.contains("is locked"), words.constData());
}

void TestProgram::endsOnASignal_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<bool>("busy");
    QTest::newRow("SIGTERM") << SIGTERM << false;
    QTest::newRow("SIGINT") << SIGINT << false;
    QTest::newRow("SIGTERM while identifying") << SIGTERM << true;
}

void TestProgram::endsOnASignal()
{
    QFETCH(int, signal);
    QFETCH(bool, busy);
    constexpr qint64 longest = 300; // ms
    const qint64 took = best(longest, [&] {
        qint64 elapsed = longest;
        newFolder();
        endOn(signal, busy, elapsed);
        return elapsed;
    });
    qInfo("ended after %lld ms", took);
    QVERIFY2(took < longest, QByteArray::number(took).constData());
}

void TestProgram::endOn(int signal, bool busy, qint64 &elapsed)
{
    QProcess program;
    const quint16 port = start(program);
    QVERIFY(port != 0);
    const QString group =
        askJson(port, "POST", groupsPath, {{QStringLiteral("name"), QStringLiteral("Home")}}).id();
    QCOMPARE(askForm(port, "POST", groupPath(group, "/features"), {{"file", enrolSpeech(0)}, {"name", "A"}})
                 .code(),
             0);
    Line idle(port);
    idle.send(request("GET", groupsPath));
    QCOMPARE(idle.read().status, 200);
    std::vector<std::unique_ptr<Line>> lines;
    const QByteArray sound = wav(pcmOf(testSpeech(0)).repeated(25));
    for (int i = 0; busy && i < 6; ++i) {
        lines.push_back(std::make_unique<Line>(port));
        lines.back()->send(request("POST", groupPath(group, "/speaker_identify"), form({{"file", sound}}),
                                   "multipart/form-data; boundary=test-boundary"));
    }
    if (busy)
        QVERIFY(lines.front()->socket().waitForReadyRead(20'000)); // the others are under way
    QElapsedTimer timer;
    timer.start();
    ::kill(pid_t(program.processId()), signal);
    QVERIFY(program.waitForFinished());
    elapsed = timer.elapsed();
    for (const auto &line : lines) { // cut, served, or told that they were not
        const Reply reply = line->read();
        QVERIFY2(reply.status == 0 || reply.code() == 0 || reply.code() == 4013, reply.body.constData());
    }
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
    QVERIFY(saysOnlyItsEngine(program.readAllStandardError()));
}

void TestProgram::commandsEndOnASignal()
{
    const QString hanging = m_folder->filePath(QStringLiteral("fifo"));
    QCOMPARE(::mkfifo(hanging.toUtf8().constData(), 0600), 0);
    QProcess program;
    program.start(QStringLiteral(BINARY_DIR "/voiceprint-server"),
                  arguments({QStringLiteral("restore"), hanging}));
    QVERIFY(program.waitForStarted());
    const auto blocksSignals = [&] {
        QFile status(QStringLiteral("/proc/%1/status").arg(program.processId()));
        return status.open(QIODevice::ReadOnly) && status.readAll().contains("SigBlk:\t0000000000004002");
    };
    QTRY_VERIFY_WITH_TIMEOUT(blocksSignals(), 20'000);
    for (int i = 0; i < 2; ++i) { // please; now
        ::kill(pid_t(program.processId()), SIGTERM);
        program.waitForFinished(200);
    }
    QVERIFY(program.state() == QProcess::NotRunning || program.waitForFinished());
    QCOMPARE(program.exitCode(), 128 + SIGTERM);
}

void TestProgram::nothingEndsInACoreFile()
{
    QProcess program;
    QVERIFY(start(program) != 0);
    QFile limits(QStringLiteral("/proc/%1/limits").arg(program.processId()));
    QVERIFY(limits.open(QIODevice::ReadOnly));
    QVERIFY(limits.readAll().simplified().contains("Max core file size 0 0 bytes"));
    program.terminate();
    QVERIFY(program.waitForFinished());
}

void TestProgram::wrongArguments_data()
{
    QTest::addColumn<QStringList>("given");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("words");
    const QStringList data = {QStringLiteral("--data-dir"), QStringLiteral("FOLDER")};
    QTest::newRow("none") << QStringList{} << 2 << QByteArray("--data-dir");
    QTest::newRow("unknown") << data + QStringList{u"--colour"_qs} << 2 << QByteArray("colour");
    QTest::newRow("stray") << data + QStringList{u"stray"_qs} << 2 << QByteArray("stray");
    QTest::newRow("port") << data + QStringList{u"--port"_qs, u"65536"_qs} << 2 << QByteArray("--port");
    QTest::newRow("every address") << data + QStringList{u"--host"_qs, u"0.0.0.0"_qs} << 1
                                   << QByteArray("0.0.0.0 is not an address of this computer alone");
    QTest::newRow("half a certificate")
        << data + QStringList{u"--certificate"_qs, u"x.pem"_qs} << 2 << QByteArray("go together");
    QTest::newRow("no certificate") << data + QStringList{u"--certificate"_qs, u"/no/x.pem"_qs, u"--key"_qs,
                                                          u"/no/k.pem"_qs}
                                    << 1 << QByteArray("/no/x.pem");
    QTest::newRow("not a certificate")
        << data + QStringList{u"--certificate"_qs, u"/etc/passwd"_qs, u"--key"_qs, u"/etc/passwd"_qs} << 1
        << QByteArray("cannot be used");
    QTest::newRow("backup of nothing")
        << data + QStringList{u"backup"_qs, u"/tmp/nothing"_qs} << 1 << QByteArray("server.db");
    QTest::newRow("backup whereto") << data + QStringList{u"backup"_qs} << 2 << QByteArray("name of a file");
    QTest::newRow("token into a pipe") << data + QStringList{u"token"_qs} << 1 << QByteArray("no terminal");
    QTest::newRow("a name") << data + QStringList{u"--host"_qs, u"example.org"_qs} << 1
                            << QByteArray("127.0.0.1");
    QTest::newRow("an impossible folder")
        << QStringList{u"--data-dir"_qs, u"/proc/voiceprints"_qs} << 1 << QByteArray("/proc/voiceprints");
    QTest::newRow("help") << QStringList{u"--help"_qs} << 0 << QByteArray("VOICEPRINT_SERVER_TOKEN");
    QTest::newRow("wrong network") << data + QStringList{u"--model"_qs, u"/etc/hostname"_qs} << 1
                                   << QByteArray("--model /etc/hostname: ");
    QTest::newRow("engine") << QStringList{u"--version"_qs} << 0 << QByteArray("engine: built-in (gmm");
    QTest::newRow("version") << QStringList{u"--version"_qs} << 0
                             << QByteArray("voiceprint-server " VOICEPRINT_VERSION);
}

void TestProgram::wrongArguments()
{
    QFETCH(QStringList, given);
    QFETCH(int, code);
    QFETCH(QByteArray, words);
    given.replaceInStrings(QStringLiteral("FOLDER"), m_folder->filePath(QStringLiteral("data")));
    QProcess program;
    program.start(QStringLiteral(BINARY_DIR "/voiceprint-server"), given);
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), code);
    const QByteArray said = code ? program.readAllStandardError() : program.readAllStandardOutput();
    QVERIFY2(said.contains(words), said.constData());
    if (code)
        QCOMPARE(program.readAllStandardOutput(), QByteArray());
}

void TestProgram::portIsTaken()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    QProcess program;
    program.start(QStringLiteral(BINARY_DIR "/voiceprint-server"),
                  arguments({QStringLiteral("--port"), QString::number(other.serverPort())}));
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), 1);
    const QByteArray words = program.readAllStandardError();
    QVERIFY2(words.contains("cannot listen on 127.0.0.1") && words.contains("in use"), words.constData());
}

void TestProgram::backupAndRestoration()
{
    const QString file = m_folder->filePath(QStringLiteral("all.voiceprints"));
    QString home;
    {
        QProcess program;
        const quint16 port = start(program);
        home = askJson(port, "POST", groupsPath, {{QStringLiteral("name"), QStringLiteral("Home")}}).id();
        const auto [code, words] = run({QStringLiteral("backup"), file}); // beside the server
        QVERIFY2(code == 0 && words.contains("groups: 1, voiceprints: 0"), words.constData());
        const auto [busy, busyWords] = run({QStringLiteral("restore"), file, QStringLiteral("--replace")});
        QVERIFY2(busy == 1 && busyWords.contains("it serves at http://127.0.0.1:"), busyWords.constData());
        QCOMPARE(ask(port, "DELETE", groupPath(home)).code(), 0);
        askJson(port, "POST", groupsPath, {{QStringLiteral("name"), QStringLiteral("Later")}});
        program.terminate();
        QVERIFY(program.waitForFinished());
    }
    const auto [code, words] = run({QStringLiteral("restore"), file});
    QVERIFY2(code == 1 && words.contains("--replace"), words.constData());
    const auto [restored, restoredWords] =
        run({QStringLiteral("restore"), file, QStringLiteral("--replace")});
    QVERIFY2(restored == 0 && restoredWords.contains("restored groups: 1"), restoredWords.constData());
    QProcess program;
    const quint16 port = start(program);
    const Reply groups = ask(port, "GET", groupsPath);
    QCOMPARE(groups.items().size(), 1);
    QCOMPARE(groups.items()[0].toObject()[u"id"].toString(), home);
    program.terminate();
    QVERIFY(program.waitForFinished());
}

void TestProgram::https()
{
    const QStringList options{
        QStringLiteral("--certificate"), QStringLiteral(TEST_DATA "/tls-certificate.pem"),
        QStringLiteral("--key"),         QStringLiteral(TEST_DATA "/tls-key.pem"),
        QStringLiteral("--host"),        QStringLiteral("0.0.0.0")};
    QProcess program;
    const quint16 port = start(program, token, options);
    QVERIFY(port != 0);
    const QString url = QStringLiteral("https://127.0.0.1:%1/v1/audio/voices?page_size=1").arg(port);
    QProcess curl;
    curl.start(QStringLiteral("curl"),
               {QStringLiteral("-sS"), QStringLiteral("--cacert"),
                QStringLiteral(TEST_DATA "/tls-certificate.pem"), QStringLiteral("-H"),
                QString::fromLatin1(authorization().trimmed()), url});
    QVERIFY(curl.waitForFinished());
    const QByteArray response = curl.readAllStandardOutput();
    QVERIFY2(response.contains("\"code\":0"),
             response.isEmpty() ? curl.readAllStandardError().constData() : response.constData());
    // Its address is the one that the client knows, not 0.0.0.0.
    QVERIFY2(
        response.contains(QByteArray("https://127.0.0.1:" + QByteArray::number(port) + "/v1/audio/voices/")),
        response.constData());
    QCOMPARE(ask(port, "GET", groupsPath).status, 0); // no plain http there
    program.terminate();
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), 0);
    QVERIFY(saysOnlyItsEngine(program.readAllStandardError()));
}

void TestProgram::everyAddress()
{
    QProcess program;
    const quint16 port =
        start(program, token,
              {QStringLiteral("--host"), QStringLiteral("0.0.0.0"), QStringLiteral("--allow-plain-http")});
    QVERIFY(port != 0);
    QCOMPARE(ask(port, "GET", groupsPath).status, 200);
    QCOMPARE(server::DirectoryLock::servedAt(arguments().last()).host(),
             u"127.0.0.1"_qs); // 0.0.0.0 is nobody's address
    program.terminate();
    QVERIFY(program.waitForFinished());
    const QByteArray words = program.readAllStandardError();
    QVERIFY2(words.contains("in clear"), words.constData());
}

ROOM_TEST(TestProgram, QCoreApplication)
#include "test_program.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/place.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTcpServer>
#include <QTest>

#include <signal.h>

using namespace place;

//! voiceprint-server as a program: arguments, token, signals, sudden death.
class TestProgram : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void endsOnASignal_data();
    void endsOnASignal();
    void tokenIsKeptAsADigest();
    void tokenIsShownOnATerminal();
    void wrongArguments_data();
    void wrongArguments();
    void portIsTaken();
    void aNewTokenKillsTheOld();
    void credentialOfSystemd();
    void secretIsNotSeenInTheEnvironment();
    void backupAndRestoration();
    void https();
    void everyAddress();

private:
    // Runs a command to its end; its exit code and everything it said.
    std::pair<int, QByteArray> run(const QStringList &words) const
    {
        QProcess program;
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(QStringLiteral(BINARY_DIR "/voiceprint-server"), arguments(words));
        program.waitForFinished();
        return {program.exitCode(), program.readAll()};
    }
    // What a person sees who runs it on a terminal.
    QByteArray onTerminal(const QString &words) const
    {
        QProcess terminal;
        terminal.start(QStringLiteral("script"),
                       {QStringLiteral("-qec"),
                        QStringLiteral("exec " BINARY_DIR "/voiceprint-server ") + words +
                            QStringLiteral(" --data-dir ") + m_folder->filePath(QStringLiteral("data")),
                        QStringLiteral("/dev/null")});
        terminal.waitForFinished();
        return terminal.readAll();
    }
    QStringList arguments(const QStringList &more = {}) const
    {
        return QStringList{QStringLiteral("--data-dir"), m_folder->filePath(QStringLiteral("data"))} + more;
    }
    quint16 start(QProcess &program, const QByteArray &itsToken = token, const QStringList &more = {}) const
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("VOICEPRINT_SERVER_TOKEN"));
        if (!itsToken.isEmpty())
            environment.insert(QStringLiteral("VOICEPRINT_SERVER_TOKEN"), QString::fromLatin1(itsToken));
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(BINARY_DIR "/voiceprint-server"), arguments(more));
        if (!program.waitForReadyRead(10'000))
            return 0;
        const QByteArray line = program.readAllStandardOutput();
        const QByteArray start = more.isEmpty() ? "listening on http://127.0.0.1:" : "listening on http";
        const bool isPlain = line.startsWith(start) && line.count('\n') == 1 && line.endsWith('\n');
        return isPlain ? line.trimmed().split(':').last().toUShort() : 0;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

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
    QTest::qWait(60);
    QElapsedTimer timer;
    timer.start();
    ::kill(pid_t(program.processId()), signal);
    QVERIFY(program.waitForFinished(5000));
    qInfo("ended after %lld ms", timer.elapsed());
    QVERIFY(timer.elapsed() < 300);
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
    QCOMPARE(program.readAllStandardError(), QByteArray());
}

void TestProgram::tokenIsKeptAsADigest()
{
    QProcess program;
    const quint16 port = start(program, {});
    QVERIFY(port != 0);
    QCOMPARE(ask(port, "GET", groupsPath).status, 401);
    program.terminate();
    QVERIFY(program.waitForFinished());
    const QByteArray words = program.readAllStandardError();
    QVERIFY2(words.contains("VOICEPRINT_SERVER_TOKEN") && words.contains("terminal"), words.constData());
    QFile file(m_folder->filePath(QStringLiteral("data/token.sha256")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray digest = file.readAll();
    QCOMPARE(digest.trimmed().size(), 64);
    QCOMPARE(file.permissions() & 0x0077, QFile::Permissions());
    QProcess again;
    QVERIFY(start(again, {}) != 0);
    again.terminate();
    QVERIFY(again.waitForFinished());
    QCOMPARE(again.readAllStandardError(), QByteArray());
    file.seek(0);
    QCOMPARE(file.readAll(), digest);
}

void TestProgram::tokenIsShownOnATerminal()
{
    const QString command = QStringLiteral("exec " BINARY_DIR "/voiceprint-server --data-dir ") +
                            m_folder->filePath(QStringLiteral("data"));
    QByteArray output;
    for (int round = 0; round < 2; ++round) {
        QProcess terminal;
        terminal.start(QStringLiteral("script"),
                       {QStringLiteral("-qec"), command, QStringLiteral("/dev/null")});
        QByteArray seen;
        while (!seen.contains("listening on ") || !seen.endsWith('\n')) {
            QVERIFY(terminal.waitForReadyRead(10'000));
            seen += terminal.readAllStandardOutput();
        }
        const quint16 port = seen.trimmed().split(':').last().toUShort();
        if (round == 0) {
            const qsizetype at = seen.indexOf("token (shown only now): ");
            QVERIFY(at >= 0);
            output = seen.sliced(at + 24).split('\r').first();
            QCOMPARE(output.size(), 43); // 256 bits in base64
        } else {
            QVERIFY(!seen.contains("token"));
        }
        QCOMPARE(ask(port, "GET", groupsPath, {}, {}, "Authorization: Bearer " + output + "\r\n").status,
                 200);
        terminal.write("\x03"); // Ctrl+C
        QVERIFY(terminal.waitForFinished(5000));
    }
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

void TestProgram::aNewTokenKillsTheOld()
{
    const auto shown = [](const QByteArray &words) {
        return words.mid(words.indexOf("token (shown only now): ") + 24).split('\r').first();
    };
    const QByteArray first = shown(onTerminal(QStringLiteral("token")));
    const QByteArray second = shown(onTerminal(QStringLiteral("token")));
    QCOMPARE(first.size(), 43);
    QVERIFY(first != second);
    QProcess program;
    const quint16 port = start(program, {});
    QVERIFY(port != 0);
    QCOMPARE(ask(port, "GET", groupsPath, {}, {}, "Authorization: Bearer " + first + "\r\n").status, 401);
    QCOMPARE(ask(port, "GET", groupsPath, {}, {}, "Authorization: Bearer " + second + "\r\n").status, 200);
    program.terminate();
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.readAllStandardError(), QByteArray());
}

void TestProgram::credentialOfSystemd()
{
    QFile file(m_folder->filePath(QStringLiteral("voiceprint-server-token")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("of-a-file\n");
    file.close();
    qputenv("CREDENTIALS_DIRECTORY", m_folder->path().toUtf8());
    QProcess program;
    const quint16 port = start(program, {});
    qunsetenv("CREDENTIALS_DIRECTORY");
    QVERIFY(port != 0);
    QCOMPARE(ask(port, "GET", groupsPath, {}, {}, "Authorization: Bearer of-a-file\r\n").status, 200);
    QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("data/token.sha256"))));
    program.terminate();
    QVERIFY(program.waitForFinished());
}

void TestProgram::secretIsNotSeenInTheEnvironment()
{
    QProcess program;
    QVERIFY(start(program, "secret-of-this-test") != 0);
    QFile environment(QStringLiteral("/proc/%1/environ").arg(program.processId()));
    QVERIFY(environment.open(QIODevice::ReadOnly));
    const QByteArray all = environment.readAll();
    QVERIFY(all.contains("HOME="));
    QVERIFY(!all.contains("secret-of-this-test"));
    program.terminate();
    QVERIFY(program.waitForFinished());
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
    const QByteArray answer = curl.readAllStandardOutput();
    QVERIFY2(answer.contains("\"code\":0"),
             answer.isEmpty() ? curl.readAllStandardError().constData() : answer.constData());
    // Its address is the one that the client knows, not 0.0.0.0.
    QVERIFY2(
        answer.contains(QByteArray("https://127.0.0.1:" + QByteArray::number(port) + "/v1/audio/voices/")),
        answer.constData());
    QCOMPARE(ask(port, "GET", groupsPath).status, 0); // no plain http there
    program.terminate();
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), 0);
    QCOMPARE(program.readAllStandardError(), QByteArray());
}

void TestProgram::everyAddress()
{
    QProcess program;
    const quint16 port =
        start(program, token,
              {QStringLiteral("--host"), QStringLiteral("0.0.0.0"), QStringLiteral("--allow-plain-http")});
    QVERIFY(port != 0);
    QCOMPARE(ask(port, "GET", groupsPath).status, 200);
    program.terminate();
    QVERIFY(program.waitForFinished());
    const QByteArray words = program.readAllStandardError();
    QVERIFY2(words.contains("in clear"), words.constData());
}

QTEST_GUILESS_MAIN(TestProgram)
#include "test_program.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/programtest.h"

using namespace place;

//! The token of voiceprint-server: where it comes from, where it is kept, who sees it.
class TestToken : public ProgramTest
{
    Q_OBJECT

private slots:
    void init() { newFolder(); }
    void tokenIsKeptAsADigest();
    void tokenIsShownOnATerminal();
    void aNewTokenKillsTheOld();
    void credentialOfSystemd();
    void oneRuleForTokens_data();
    void oneRuleForTokens();
    void secretIsNotSeenInTheEnvironment();
};

void TestToken::tokenIsKeptAsADigest()
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
    QVERIFY(saysOnlyItsEngine(again.readAllStandardError()));
    file.seek(0);
    QCOMPARE(file.readAll(), digest);
}

void TestToken::tokenIsShownOnATerminal()
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
        const QByteArray address = seen.sliced(seen.indexOf("listening on ")).split('\r').first();
        const quint16 port = address.split(':').last().toUShort();
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

void TestToken::aNewTokenKillsTheOld()
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
    QVERIFY(saysOnlyItsEngine(program.readAllStandardError()));
}

void TestToken::credentialOfSystemd()
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

void TestToken::oneRuleForTokens_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<bool>("isToken");
    for (const char *given : {"a-token", "Bearer a-token", "\"a-token\"", " a-token\r\n",
                              "\xe2\x80\x8b"
                              "a-token"})
        QTest::addRow("%s", QByteArray(given).toPercentEncoding().constData()) << QByteArray(given) << true;
    for (const char *given : {"a token", "a-token\r\nX: 1", "\"\"", "p\xc3\xa4t"})
        QTest::addRow("%s", QByteArray(given).toPercentEncoding().constData()) << QByteArray(given) << false;
}

void TestToken::oneRuleForTokens()
{
    QFETCH(QByteArray, given);
    QFETCH(bool, isToken);
    QProcess program;
    const quint16 port = start(program, given);
    QCOMPARE(port != 0, isToken);
    if (!isToken) {
        QTRY_COMPARE(program.state(), QProcess::NotRunning);
        QVERIFY(program.exitCode() != 0);
        const QByteArray words = program.readAllStandardError();
        QVERIFY2(words.contains("one word"), words.constData());
        return;
    }
    for (const char *sent : {"Bearer a-token", "bearer  a-token"})
        QCOMPARE(ask(port, "GET", groupsPath, {}, {}, QByteArray("Authorization: ") + sent + "\r\n").status,
                 200);
    QCOMPARE(ask(port, "GET", groupsPath, {}, {}, "Authorization: a-token\r\n").status, 401);
    program.terminate();
    QVERIFY(program.waitForFinished());
}

void TestToken::secretIsNotSeenInTheEnvironment()
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

ROOM_TEST(TestToken, QCoreApplication)
#include "test_token.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/startoptions.h"

#include <QTest>

using Problem = StartOptions::Problem;
Q_DECLARE_METATYPE(Problem)

class StartOptionsTest : public QObject
{
    Q_OBJECT

private slots:
    void theConnectionFollowsFromWhatIsGiven_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("token");
        QTest::addColumn<QString>("base");
        QTest::addColumn<Problem>("problem");
        QTest::addColumn<QString>("url"); // empty: this computer
        const QString none, token = QStringLiteral("pat_x");
        const auto text = [](const char *words) { return QString::fromLatin1(words); };
        QTest::newRow("nothing") << none << none << none << Problem::None << none;
        QTest::newRow("token") << none << token << none << Problem::None << text("https://api.coze.com");
        QTest::newRow("token and base")
            << none << token << text("https://api.coze.cn/") << Problem::None << text("https://api.coze.cn");
        QTest::newRow("base alone") << none << none << text("https://api.coze.cn") << Problem::None << none;
        QTest::newRow("option wins") << text("http://127.0.0.1:99/v") << token << text("https://api.coze.cn")
                                     << Problem::None << text("http://127.0.0.1:99/v");
        QTest::newRow("ip v6") << text("http://[::1]:99") << token << none << Problem::None
                               << text("http://[::1]:99");
        QTest::newRow("option without token")
            << text("https://api.coze.cn") << none << none << Problem::TokenMissing << none;
        QTest::newRow("not encrypted")
            << text("http://api.coze.cn") << token << none << Problem::AddressUnsafe << none;
        QTest::newRow("looks like loopback")
            << text("http://127.0.0.1.example.org") << token << none << Problem::AddressUnsafe << none;
        QTest::newRow("no host") << text("api.coze.cn") << token << none << Problem::AddressInvalid << none;
        QTest::newRow("other scheme")
            << text("ftp://api.coze.cn") << token << none << Problem::AddressInvalid << none;
        QTest::newRow("with a user") << text("https://me@api.coze.cn") << token << none
                                     << Problem::AddressInvalid << none;
    }
    void theConnectionFollowsFromWhatIsGiven()
    {
        QFETCH(QString, option);
        QFETCH(QString, token);
        QFETCH(QString, base);
        QFETCH(Problem, problem);
        QFETCH(QString, url);
        QStringList arguments{QStringLiteral("voiceprint-studio"), QStringLiteral("--data-dir"),
                              QStringLiteral("/somewhere")};
        if (!option.isEmpty())
            arguments << QStringLiteral("--base-url") << option;
        const StartOptions options = StartOptions::read(arguments, {token.toUtf8(), base});
        QCOMPARE(options.dataDirectory, QStringLiteral("/somewhere"));
        QCOMPARE(options.problem, problem);
        QCOMPARE(options.problemSentence().isEmpty(), problem == Problem::None);
        QCOMPARE(options.connection ? options.connection->base.toString() : QString(), url);
        if (options.connection)
            QCOMPARE(options.connection->token, token.toUtf8());
    }

    void theVariablesAreTaken()
    {
        qputenv("COZE_API_TOKEN", " pat_y\n");
        qputenv("COZE_API_BASE", "https://api.coze.cn");
        const auto environment = StartOptions::takeEnvironment();
        QCOMPARE(environment.token, QByteArray("pat_y"));
        QCOMPARE(environment.base, QStringLiteral("https://api.coze.cn"));
        QVERIFY(!qEnvironmentVariableIsSet("COZE_API_TOKEN"));
        QVERIFY(!qEnvironmentVariableIsSet("COZE_API_BASE"));
    }
};

QTEST_GUILESS_MAIN(StartOptionsTest)
#include "test_startoptions.moc"

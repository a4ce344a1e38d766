// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/connections.h"
#include "app/startoptions.h"
#include "runner.h"

#include <QTemporaryDir>

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
        QTest::newRow("private network") // nobody can agree to it here
            << text("http://192.168.1.4:8080") << token << none << Problem::AddressUnsafe << none;
        QTest::newRow("no scheme") << text("api.coze.cn") << token << none << Problem::None
                                   << text("https://api.coze.cn");
        QTest::newRow("of the old API") << none << token << text("\"https://api.coze.cn/open_api/v2/\"\r\n")
                                        << Problem::None << text("https://api.coze.cn");
        for (const char *written :
             {"Bearer pat_x", "\"pat_x\"", "pat_x\r\n", "\u200bpat_x", "Authorization: Bearer pat_x"})
            QTest::newRow(written) << none << QString::fromUtf8(written) << none << Problem::None
                                   << text("https://api.coze.com");
        for (const char *written : {"pat_x\r\nX-Evil: 1", "pat x", "\"\"", "p\u00e4t"})
            QTest::newRow(written) << none << QString::fromUtf8(written) << none << Problem::TokenInvalid
                                   << none;
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
        if (!options.connection)
            return;
        QCOMPARE(options.connection->token, QByteArray("pat_x"));
        QVERIFY(options.connection->isBilled);
        QCOMPARE(options.connection->id,
                 QStringLiteral("environment:%1").arg(QUrl(url).toString(QUrl::RemovePath)));
    }

    void optionThenEnvironmentThenLastUsed_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("token");
        QTest::addColumn<QString>("lastUsed"); // by name
        QTest::addColumn<QString>("first");    // by name, or its id
        const auto text = [](const char *words) { return QString::fromLatin1(words); };
        const QString none, token = text("pat_x"), local = Connections::localId;
        QTest::newRow("nothing") << none << none << none << local;
        QTest::newRow("last used") << none << none << text("two") << text("two");
        QTest::newRow("environment") << none << token << text("two")
                                     << text("environment:https://api.coze.com");
        QTest::newRow("option") << text("https://one.example/v") << token << text("two")
                                << text("environment:https://one.example");
        QTest::newRow("option of a saved one") << text("https://two.example") << none << none << text("two");
        QTest::newRow("with a slash") << text("https://one.example/v/") << none << text("two") << text("one");
        QTest::newRow("other path") << text("https://one.example/w") << none << text("two")
                                    << text("environment:https://one.example/w");
        QTest::newRow("two of them") << text("https://api.coze.cn") << none << none << text("home");
        QTest::newRow("two of them, one used last")
            << text("https://api.coze.cn") << none << text("work") << text("work");
        QTest::newRow("unknown") << text("https://three.example") << none << text("two")
                                 << text("environment:https://three.example");
        QTest::newRow("refused") << text("http://two.example") << token << text("two")
                                 << text("environment:http://two.example");
    }
    void optionThenEnvironmentThenLastUsed()
    {
        QFETCH(QString, option);
        QFETCH(QString, token);
        QFETCH(QString, lastUsed);
        QFETCH(QString, first);
        QTemporaryDir folder;
        Connections known(folder.path());
        QHash<QString, QString> ids;
        for (const auto &[name, base] : {std::pair("one", "https://one.example/v"),
                                         {"two", "https://two.example/"},
                                         {"home", "https://api.coze.cn"},
                                         {"work", "https://api.coze.cn"}}) {
            const QString key = QString::fromLatin1(name);
            ids[key] = known.add({.name = key, .base = QUrl(QString::fromLatin1(base))});
        }
        if (!lastUsed.isEmpty())
            known.setLastUsed(ids[lastUsed]);
        QStringList arguments{QStringLiteral("voiceprint-studio")};
        if (!option.isEmpty())
            arguments << QStringLiteral("--base-url") << option;
        const StartOptions options = StartOptions::read(arguments, {token.toUtf8(), {}});
        QCOMPARE(options.firstConnection(known), ids.value(first, first));
        QCOMPARE(!options.givenId(known).isEmpty(), first.startsWith(QLatin1String("environment:")));
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
        QVERIFY(StartOptions::takeEnvironment().token.isEmpty());
    }
};

ROOM_TEST(StartOptionsTest, QCoreApplication)
#include "test_startoptions.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/connectioncheck.h"
#include "account/services.h"

#include "account/signinroom.h"
#include "api/group.h"
#include "runner.h"

using Grant = ConnectionReport::Grant;

namespace {

Step oneGroup()
{
    return Step::json(R"({"code":0,"data":{"items":[{"id":"75"}],"total":3},"detail":{"logid":"log-1"}})");
}

Step empty()
{
    return Step::data(R"({"items":[],"voice_list":[],"total":0,"has_more":false})");
}

Step refusal(int code, const QByteArray &statusLine = "200 OK")
{
    return Step::json(
        R"({"code":)" + QByteArray::number(code) + R"(,"msg":"no","detail":{"logid":"log-no"}})", statusLine);
}

//! A sign-in that cannot be renewed any more.
class RunOut : public TokenSource
{
public:
    void ask(const QByteArray &, QObject *, Deliver deliver) override
    {
        deliver(Error{.kind = Error::Kind::Unauthorized});
    }
};

//! A check and what it found.
class Checked : public QObject
{
public:
    explicit Checked(const QUrl &base, const QUrl &sister = {}, const QByteArray &token = "pat_secret")
        : client(
              std::make_shared<Client>(Connection{.base = base, .token = token, .name = {}}, ampleLimits()))
        , check(std::make_unique<ConnectionCheck>(client, sister))
    {
        connect(check.get(), &ConnectionCheck::finished, this,
                [this](const ConnectionReport &r) { reports << r; });
        connect(check.get(), &ConnectionCheck::sisterTried, this, [this](Client *other) {
            ++sistersTried;
            sisterBase = other->connection().base;
        });
        check->start();
    }
    bool wait()
    {
        const bool isOver = waitFor([this] { return !reports.isEmpty(); });
        QTest::qWait(10);
        return isOver && reports.size() == 1;
    }
    const ConnectionReport &report() const { return reports.first(); }
    Grant permission(const char *name) const { return report().permissions.value(QLatin1String(name)); }

    std::shared_ptr<Client> client;
    std::unique_ptr<ConnectionCheck> check;
    QList<ConnectionReport> reports;
    int sistersTried = 0;
    QUrl sisterBase;
};

} // namespace

class ConnectionCheckTest : public QObject
{
    Q_OBJECT
private slots:
    void allGood();
    void noGroups();
    void groupsForbidden();
    void voiceprintsForbidden();
    void allForbidden();
    void tokenRefused_data();
    void tokenRefused();
    void somethingElseAnswers_data();
    void somethingElseAnswers();
    void refusedAfterForbidden();
    void signInHasRunOut();
    void endsAmid();
    void notThisService();
    void unreachable();
    void untrusted();
    void noMoney();
    void countsEveryTry();
    void sisters_data();
    void sisters();
    void sisterWorks_data();
    void sisterWorks();
    void sisterRefusesToo();
    void sisterIsNotNeeded();
    void signedInTokenStays();
    void othersCallsDoNotCount();
    void cancelled();
    void again();
};

void ConnectionCheckTest::allGood()
{
    ScriptedServer server({oneGroup(), empty(), empty()});
    Checked checked(server.url());
    QVERIFY(checked.wait());
    const ConnectionReport &report = checked.report();
    QVERIFY(report.isReachable && report.isTrusted && report.isTokenGood);
    QVERIFY(!report.error);
    QCOMPARE(report.logId, QStringLiteral("log-1"));
    QCOMPARE(report.calls, 3);
    QVERIFY(report.latency.count() < 5000);
    QVERIFY(report.worksAt.isEmpty());
    QList<QByteArray> targets;
    for (const SeenRequest &request : server.requests()) {
        QCOMPARE(request.verb(), QByteArray("GET"));
        targets << request.target();
    }
    QCOMPARE(targets, (QList<QByteArray>{"/v1/audio/voiceprint_groups?page_num=1&page_size=1",
                                         "/v1/audio/voiceprint_groups/75/features?page_num=1&page_size=1",
                                         "/v1/audio/voices?page_num=1&page_size=1&voice_state=cloned"}));
    QCOMPARE(report.permissions.size(), 10);
    for (const char *name : {"listVoiceprintGroup", "listVoiceprintFeature", "listVoice"})
        QCOMPARE(checked.permission(name), Grant::Given);
    for (const char *name : {"createVoiceprintGroup", "updateVoiceprintGroup", "deleteVoiceprintGroup",
                             "createVoiceprintFeature", "updateVoiceprintFeature", "deleteVoiceprintFeature",
                             "identifyInVoiceprintGroup"}) {
        QVERIFY2(report.permissions.contains(QLatin1String(name)), name);
        QCOMPARE(checked.permission(name), Grant::NotChecked);
    }
}

void ConnectionCheckTest::noGroups()
{
    ScriptedServer server({empty()});
    Checked checked(server.url());
    QVERIFY(checked.wait());
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(checked.report().calls, 2);
    QVERIFY(checked.report().isTokenGood);
    QCOMPARE(checked.permission("listVoiceprintGroup"), Grant::Given);
    QCOMPARE(checked.permission("listVoiceprintFeature"), Grant::NotChecked);
    QCOMPARE(checked.permission("listVoice"), Grant::Given);
}

void ConnectionCheckTest::groupsForbidden()
{
    ScriptedServer server({refusal(4101), empty()});
    Checked checked(server.url());
    QVERIFY(checked.wait());
    QCOMPARE(checked.report().calls, 2);
    QVERIFY(checked.report().isTokenGood);
    QCOMPARE(checked.report().error->kind, Error::Kind::Forbidden);
    QCOMPARE(checked.report().logId, QStringLiteral("log-no"));
    QCOMPARE(checked.permission("listVoiceprintGroup"), Grant::Missing);
    QCOMPARE(checked.permission("listVoiceprintFeature"), Grant::NotChecked);
    QCOMPARE(checked.permission("listVoice"), Grant::Given);
}

void ConnectionCheckTest::voiceprintsForbidden()
{
    ScriptedServer server({oneGroup(), refusal(4101, "403 Forbidden"), refusal(4101)});
    Checked checked(server.url());
    QVERIFY(checked.wait());
    QCOMPARE(checked.report().calls, 3);
    QVERIFY(checked.report().isTokenGood);
    QCOMPARE(checked.permission("listVoiceprintGroup"), Grant::Given);
    QCOMPARE(checked.permission("listVoiceprintFeature"), Grant::Missing);
    QCOMPARE(checked.permission("listVoice"), Grant::Missing);
    QCOMPARE(checked.report().logId, QStringLiteral("log-1")); // of the first call
}

void ConnectionCheckTest::allForbidden()
{
    ScriptedServer server({refusal(4101)});
    Checked checked(server.url());
    QVERIFY(checked.wait());
    QVERIFY(checked.report().isTokenGood); // the service knows it
    QCOMPARE(checked.permission("listVoiceprintGroup"), Grant::Missing);
    QCOMPARE(checked.permission("listVoice"), Grant::Missing);
}

void ConnectionCheckTest::tokenRefused_data()
{
    QTest::addColumn<Step>("step");
    QTest::newRow("4100") << refusal(4100);
    QTest::newRow("700012006") << refusal(700012006, "401 Unauthorized");
}

void ConnectionCheckTest::tokenRefused()
{
    QFETCH(Step, step);
    ScriptedServer server({step, empty()});
    Checked checked(server.url());
    QVERIFY(checked.wait());
    QCOMPARE(server.requests().size(), 1);
    const ConnectionReport &report = checked.report();
    QVERIFY(report.isReachable && report.isTrusted && !report.isTokenGood);
    QCOMPARE(report.error->kind, Error::Kind::Unauthorized);
    for (const Grant grant : report.permissions)
        QCOMPARE(grant, Grant::NotChecked);
}

void ConnectionCheckTest::somethingElseAnswers_data()
{
    QTest::addColumn<Step>("step");
    for (const char *status : {"401 Unauthorized", "403 Forbidden", "404 Not Found", "511 Sign in"})
        QTest::newRow(status) << Step::http(status, "Content-Type: text/html\r\n", "<html>");
    QTest::newRow("sign-in page") << Step::redirect("http://portal.invalid/login");
    QTest::newRow("a page") << Step::http("200 OK", "Content-Type: text/html\r\n", "<html>");
}

// It is not the service that has said something of the token, which therefore goes nowhere else.
void ConnectionCheckTest::somethingElseAnswers()
{
    QFETCH(Step, step);
    ScriptedServer server({step, empty()});
    ScriptedServer sister({empty()});
    Checked checked(server.url(), sister.url());
    QVERIFY(checked.wait());
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(sister.connections(), 0);
    const ConnectionReport &report = checked.report();
    QVERIFY(report.isForeign && !report.isTokenGood);
    QCOMPARE(report.error->kind, Error::Kind::Stranger);
    for (const Grant grant : report.permissions)
        QCOMPARE(grant, Grant::NotChecked);
}

void ConnectionCheckTest::refusedAfterForbidden()
{
    ScriptedServer server({refusal(4101), refusal(4100)});
    Checked checked(server.url());
    QVERIFY(checked.wait());
    QCOMPARE(checked.report().error->kind, Error::Kind::Forbidden); // of the first call that failed
    QVERIFY(!checked.report().isTokenGood);
    QCOMPARE(checked.permission("listVoice"), Grant::NotChecked);
}

void ConnectionCheckTest::signInHasRunOut()
{
    ScriptedServer server({empty()});
    Checked checked(server.url());
    checked.client->setTokenSource(std::make_shared<RunOut>());
    QVERIFY(checked.wait());
    const ConnectionReport &report = checked.report();
    QCOMPARE(report.error->kind, Error::Kind::Unauthorized);
    QVERIFY(report.isReachable && report.isTrusted && !report.isTokenGood);
    QCOMPARE(report.calls, 0);
    QCOMPARE(server.requests().size(), 0);
}

void ConnectionCheckTest::endsAmid()
{
    ScriptedServer server({oneGroup(), refusal(4100), empty()});
    Checked checked(server.url());
    QVERIFY(checked.wait());
    QCOMPARE(server.requests().size(), 2);
    QVERIFY(!checked.report().isTokenGood);
    QCOMPARE(checked.permission("listVoice"), Grant::NotChecked);
}

void ConnectionCheckTest::notThisService()
{
    ScriptedServer server({Step::http("404 Not Found", "Content-Type: text/html\r\n", "<html>"), empty()});
    Checked checked(server.url());
    QVERIFY(checked.wait());
    QCOMPARE(server.requests().size(), 1);
    QVERIFY(checked.report().isReachable && checked.report().isTrusted && !checked.report().isTokenGood);
    QCOMPARE(checked.report().error->kind, Error::Kind::Stranger);
}

void ConnectionCheckTest::unreachable()
{
    QUrl nobody;
    {
        ScriptedServer server;
        nobody = server.url();
    }
    Checked checked(nobody);
    QVERIFY(checked.wait());
    const ConnectionReport &report = checked.report();
    QVERIFY(!report.isReachable && !report.isTrusted && !report.isTokenGood);
    QCOMPARE(report.error->kind, Error::Kind::Offline);
}

void ConnectionCheckTest::untrusted()
{
    ScriptedServer server({empty()}, ScriptedServer::Protocol::Https);
    Checked checked(server.url());
    QVERIFY(checked.wait());
    const ConnectionReport &report = checked.report();
    QVERIFY(report.isReachable && !report.isTrusted && !report.isTokenGood);
    QCOMPARE(report.error->kind, Error::Kind::Tls);
    QCOMPARE(server.requests().size(), 0);
}

void ConnectionCheckTest::noMoney()
{
    ScriptedServer server({refusal(4028)});
    ScriptedServer sister({empty()});
    Checked checked(server.url(), sister.url());
    QVERIFY(checked.wait());
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(sister.connections(), 0);
    QVERIFY(checked.report().isTokenGood);
    QCOMPARE(checked.report().error->kind, Error::Kind::Quota);
}

void ConnectionCheckTest::countsEveryTry()
{
    ScriptedServer server({Step::json("{}", "503 Busy"), oneGroup(), empty(), empty()});
    Checked checked(server.url());
    QVERIFY(checked.wait());
    QCOMPARE(server.requests().size(), 4);
    QCOMPARE(checked.report().calls, 4);
    QCOMPARE(checked.report().logId, QStringLiteral("log-1"));
}

void ConnectionCheckTest::sisters_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("sister");
    const QString cn = QStringLiteral("https://api.coze.cn");
    const QString com = QStringLiteral("https://api.coze.com");
    QTest::newRow("China") << cn << com;
    QTest::newRow("elsewhere") << com << cn;
    QTest::newRow("with a slash") << QString(com + u'/') << cn;
    QTest::newRow("with the usual port") << QStringLiteral("https://api.coze.cn:443") << com;
    QTest::newRow("in capitals") << QStringLiteral("HTTPS://API.COZE.CN") << com;
    for (const char *other :
         {"http://api.coze.cn", "https://api.coze.cn:8443", "https://api.coze.cn.example.com",
          "https://xapi.coze.cn", "https://coze.cn", "https://www.coze.com", "https://api.coze.com/proxy",
          "https://me@api.coze.com", "https://api.coze.com?x=1", "https://api.coze.com.",
          "https://example.com/api.coze.cn", "https://127.0.0.1", ""})
        QTest::newRow(other) << QString::fromLatin1(other) << QString();
}

void ConnectionCheckTest::sisters()
{
    QFETCH(QString, base);
    QFETCH(QString, sister);
    QCOMPARE(ConnectionCheck::sisterOf(QUrl(base)), QUrl(sister));
    QCOMPARE(cozeServiceAt(QUrl(base)) != nullptr, !sister.isEmpty()); // it is known by name too, or neither
}

void ConnectionCheckTest::sisterWorks_data()
{
    QTest::addColumn<Step>("step");
    QTest::newRow("4100") << refusal(4100);
    QTest::newRow("700012006") << refusal(700012006);
    QTest::newRow("4101") << refusal(4101);
}

void ConnectionCheckTest::sisterWorks()
{
    QFETCH(Step, step);
    ScriptedServer server({step});
    ScriptedServer sister({empty()});
    Checked checked(server.url(), sister.url());
    QVERIFY(checked.wait());
    QCOMPARE(checked.report().worksAt, sister.url());
    QVERIFY(!checked.report().isTokenGood);
    QCOMPARE(checked.sistersTried, 1);
    QCOMPARE(checked.sisterBase, sister.url());
    QCOMPARE(sister.requests().size(), 1);
    QCOMPARE(sister.requests()[0].target(), QByteArray("/v1/audio/voiceprint_groups?page_num=1&page_size=1"));
    QCOMPARE(sister.requests()[0].header("Authorization"), QByteArray("Bearer pat_secret"));
    QCOMPARE(checked.report().calls, server.requests().size() + 1);
}

void ConnectionCheckTest::sisterRefusesToo()
{
    ScriptedServer server({refusal(4100)});
    ScriptedServer sister({refusal(4100)});
    Checked checked(server.url(), sister.url());
    QVERIFY(checked.wait());
    QVERIFY(checked.report().worksAt.isEmpty());
    QCOMPARE(checked.report().error->kind, Error::Kind::Unauthorized);
    QCOMPARE(checked.report().calls, 2);
}

void ConnectionCheckTest::sisterIsNotNeeded()
{
    const QList<QList<Step>> scripts{{oneGroup(), empty(), empty()},
                                     {refusal(4101), empty()}, // known here: it may list voices
                                     {Step::json("{}", "404 Not Found")},
                                     {Step::close()}};
    for (const QList<Step> &script : scripts) {
        ScriptedServer server(script);
        ScriptedServer sister({empty()});
        Checked checked(server.url(), sister.url());
        QVERIFY(checked.wait());
        QCOMPARE(sister.connections(), 0);
        QVERIFY(checked.report().worksAt.isEmpty());
        QCOMPARE(checked.sistersTried, 0);
    }
    // A custom host by itself: there is no second place to go to.
    ScriptedServer server({refusal(4100)});
    const auto client = std::make_shared<Client>(connectionTo(server.url()), ampleLimits());
    ConnectionCheck check(client);
    QList<ConnectionReport> reports;
    connect(&check, &ConnectionCheck::finished, this,
            [&reports](const ConnectionReport &r) { reports << r; });
    check.start();
    QTRY_COMPARE(reports.size(), 1);
    QCOMPARE(reports[0].calls, 1);
}

void ConnectionCheckTest::signedInTokenStays()
{
    ScriptedServer server({refusal(4100)});
    ScriptedServer sister({empty()});
    Checked checked(server.url(), sister.url(), {}); // the bearer comes from elsewhere
    QVERIFY(checked.wait());
    QCOMPARE(sister.connections(), 0);
}

void ConnectionCheckTest::othersCallsDoNotCount()
{
    ScriptedServer server({empty()});
    Checked checked(server.url());
    Awaited<Anything> other(*checked.client, Request<Anything>{{.path = QStringLiteral("/v1/else")}});
    QVERIFY(checked.wait());
    QVERIFY(other.wait());
    QCOMPARE(server.requests().size(), 3);
    QCOMPARE(checked.report().calls, 2);
}

void ConnectionCheckTest::cancelled()
{
    ScriptedServer server({delayed(oneGroup(), std::chrono::milliseconds(30))});
    Checked checked(server.url());
    QVERIFY(waitFor([&server] { return server.requests().size() == 1; }));
    checked.check.reset();
    QTest::qWait(60);
    QCOMPARE(server.requests().size(), 1);
    QVERIFY(checked.reports.isEmpty());

    ScriptedServer second({empty()});
    Checked inSlot(second.url());
    connect(inSlot.check.get(), &ConnectionCheck::finished, &inSlot, [&inSlot] {
        inSlot.check.reset();
        inSlot.client.reset();
    });
    QVERIFY(inSlot.wait());
    QVERIFY(!inSlot.check);
}

void ConnectionCheckTest::again()
{
    ScriptedServer server({refusal(4100), empty()});
    Checked checked(server.url());
    checked.check->start(); // already at it
    QVERIFY(checked.wait());
    QCOMPARE(server.requests().size(), 1);
    checked.reports.clear();
    checked.check->start();
    QVERIFY(checked.wait());
    QVERIFY(checked.report().isTokenGood);
    QVERIFY(!checked.report().error);
    QCOMPARE(checked.report().calls, 2);
}

ROOM_TEST(ConnectionCheckTest, QCoreApplication)
#include "test_connectioncheck.moc"

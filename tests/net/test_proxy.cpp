// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QNetworkProxy>
#include <QScopeGuard>

namespace {

const QString path = QStringLiteral("/v1/x");
const QUrl home(QStringLiteral("http://service.invalid"));
const QUrl safeHome(QStringLiteral("https://service.invalid"));

} // namespace

//! The proxy of the system as the environment names it, which is the only way that a machine without a
//! desktop has.
class ProxyTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup() { init(); }
    void plainCallsGoThroughIt_data();
    void plainCallsGoThroughIt();
    void tlsGoesThroughATunnel();
    void notForThisComputer();
    void notForExceptions();
    void deadProxy();
    void proxyThatWantsAPassword();
    void passwordIsSent();
    void mediaOfAnotherHost();
    void askedOnce();

private:
    static void use(const char *variable, const ScriptedServer &proxy, const QByteArray &user = {})
    {
        qputenv(variable, "http://" + user + "127.0.0.1:" + QByteArray::number(proxy.serverPort()));
    }
};

void ProxyTest::init()
{
    for (const char *variable : {"http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy",
                                 "ALL_PROXY", "no_proxy", "NO_PROXY"})
        qunsetenv(variable);
}

void ProxyTest::plainCallsGoThroughIt_data()
{
    QTest::addColumn<Verb>("verb");
    QTest::newRow("GET") << Verb::Get;
    QTest::newRow("POST") << Verb::Post;
    QTest::newRow("DELETE") << Verb::Delete;
}

void ProxyTest::plainCallsGoThroughIt()
{
    QFETCH(Verb, verb);
    ScriptedServer proxy({Step::data("1")});
    use("http_proxy", proxy);
    // It is asked for by this room itself; Qt would ask in this thread, however long that takes.
    QNetworkProxy::setApplicationProxy(
        QNetworkProxy(QNetworkProxy::HttpProxy, QStringLiteral("127.0.0.1"), 9));
    const auto restore = qScopeGuard([] { QNetworkProxyFactory::setUseSystemConfiguration(true); });
    proxy.setProxy(QNetworkProxy::NoProxy);
    Client client(connectionTo(home), shortLimits());
    Awaited<Nothing> answer(client,
                            {{.verb = verb, .path = path, .body = QJsonObject{{QStringLiteral("a"), 1}}}});
    QVERIFY(answer.wait());
    QVERIFY2(answer.results.value(0, Error{}), qPrintable(answer.error().detail));
    QCOMPARE(proxy.requests().first().target(), "http://service.invalid/v1/x");
    QCOMPARE(proxy.requests().first().header("Host"), "service.invalid");
}

void ProxyTest::tlsGoesThroughATunnel()
{
    ScriptedServer proxy({Step::http("403 Forbidden", {}, {})});
    use("https_proxy", proxy);
    Client client(connectionTo(safeHome), shortLimits());
    for (const Verb verb : {Verb::Get, Verb::Post}) {
        Awaited<Nothing> answer(client, {{.verb = verb, .path = path, .body = QJsonObject()}});
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Offline");
        QVERIFY(!answer.error().isOutcomeUnknown);
    }
    for (const SeenRequest &seen : proxy.requests()) {
        QCOMPARE(seen.verb(), "CONNECT");
        QCOMPARE(seen.target(), "service.invalid:443");
        QVERIFY(!seen.raw.contains("pat_secret"));
    }
    QVERIFY(!proxy.requests().isEmpty());
}

void ProxyTest::notForThisComputer()
{
    ScriptedServer proxy({Step::data("1")});
    use("http_proxy", proxy);
    ScriptedServer server({Step::data("1")});
    for (const QString &host : {QStringLiteral("127.0.0.1"), QStringLiteral("localhost")}) {
        Client client(connectionTo(QUrl(QStringLiteral("http://%1:%2").arg(host).arg(server.serverPort()))),
                      shortLimits());
        for (const Verb verb : {Verb::Get, Verb::Post}) {
            Awaited<Nothing> answer(client, {{.verb = verb, .path = path, .body = QJsonObject()}});
            QVERIFY(answer.wait());
            QVERIFY2(answer.results.value(0, Error{}), qPrintable(answer.error().detail));
        }
    }
    QCOMPARE(proxy.connections(), 0);
    QCOMPARE(server.requests().size(), 4);
}

void ProxyTest::notForExceptions()
{
    ScriptedServer proxy({Step::data("1")});
    use("http_proxy", proxy);
    qputenv("no_proxy", "service.invalid");
    Client client(connectionTo(home), {.tries = 1});
    Awaited<Nothing> answer(client, {{.path = path}});
    QVERIFY(answer.wait(15'000));
    QCOMPARE(nameOf(answer.error().kind), "Offline");
    QCOMPARE(proxy.connections(), 0);
}

void ProxyTest::deadProxy()
{
    qputenv("http_proxy", "http://127.0.0.1:9");
    Client client(connectionTo(home), shortLimits());
    Awaited<Nothing> answer(client, {{.verb = Verb::Post, .path = path, .body = QJsonObject()}});
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Offline");
    QVERIFY2(answer.error().detail.contains(QStringLiteral("roxy")), qPrintable(answer.error().detail));
    QVERIFY(!answer.error().isOutcomeUnknown);
}

void ProxyTest::proxyThatWantsAPassword()
{
    ScriptedServer proxy({Step::http("407 Proxy Authentication Required",
                                     "Proxy-Authenticate: Basic realm=\"x\"\r\n", "<html>")});
    use("http_proxy", proxy);
    Client client(connectionTo(home), shortLimits());
    for (const Verb verb : {Verb::Get, Verb::Post}) {
        Awaited<Nothing> answer(client, {{.verb = verb, .path = path, .body = QJsonObject()}});
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Offline");
        QVERIFY2(answer.error().detail.contains(QStringLiteral("roxy")), qPrintable(answer.error().detail));
        QVERIFY(!answer.error().isOutcomeUnknown);
    }
}

void ProxyTest::passwordIsSent()
{
    ScriptedServer proxy(
        {Step::http("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"x\"\r\n", {}),
         Step::http("403 Forbidden", {}, {})});
    use("https_proxy", proxy, "me:word@");
    Client client(connectionTo(safeHome), shortLimits());
    Awaited<Nothing> answer(client, {{.path = path}});
    QVERIFY(answer.wait());
    QCOMPARE(proxy.requests().value(1).verb(), "CONNECT");
    QCOMPARE(proxy.requests().value(1).header("Proxy-Authorization"),
             "Basic " + QByteArray("me:word").toBase64());
    QVERIFY2(!answer.error().detail.contains(QStringLiteral("word")), qPrintable(answer.error().detail));
}

void ProxyTest::mediaOfAnotherHost()
{
    ScriptedServer proxy({Step::http("403 Forbidden", {}, {})});
    use("https_proxy", proxy);
    ScriptedServer server;
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Media> media(client, safeHome, 1000);
    QVERIFY(media.wait());
    QCOMPARE(proxy.requests().value(0).target(), "service.invalid:443");
}

void ProxyTest::askedOnce()
{
    ScriptedServer proxy({Step::data("1")});
    use("http_proxy", proxy);
    Client client(connectionTo(home), shortLimits());
    for (int i = 0; i < 2; ++i) {
        Awaited<Nothing> answer(client, {{.path = path}});
        QVERIFY(answer.wait());
        qputenv("http_proxy", "http://127.0.0.1:9"); // is not looked at again so soon
    }
    QCOMPARE(proxy.requests().size(), 2);
    QCOMPARE(proxy.connections(), 1);
}

ROOM_TEST(ProxyTest, QCoreApplication)
#include "test_proxy.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QNetworkProxy>
#include <QScopeGuard>
#include <QSignalSpy>

namespace {

using Obstacle = Error::Obstacle;

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
    void everyProxyIsNamed_data();
    void everyProxyIsNamed();
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

void ProxyTest::everyProxyIsNamed_data()
{
    QTest::addColumn<QByteArray>("scheme");
    QTest::addColumn<QByteArray>("proxy"); // PORT: of a proxy that answers with a status
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<Obstacle>("obstacle");
    QTest::addColumn<QByteArray>("kind");
    for (const char *scheme : {"http", "https"}) {
        const auto row = [scheme](const char *proxy, const char *status, Obstacle obstacle,
                                  const char *kind = "Offline") {
            QTest::addRow("%s through %s %s", scheme, proxy, status)
                << QByteArray(scheme) << QByteArray(proxy) << QByteArray(status) << obstacle
                << QByteArray(kind);
        };
        row("http://me:word@127.0.0.1:9", "", Obstacle::ProxyGone);
        row("socks5://me:word@127.0.0.1:9", "", Obstacle::ProxyGone);
        row("http://me:word@proxy.invalid:3128", "", Obstacle::ProxyGone);
        row("http://127.0.0.1:PORT", "407 Proxy Authentication Required", Obstacle::ProxyPassword);
        row("http://me:word@127.0.0.1:PORT", "407 Proxy Authentication Required", Obstacle::ProxyPassword);
        const bool isTunnel = QByteArray(scheme) == "https";
        for (const char *status : {"401 Unauthorized", "403 Forbidden", "405 Method Not Allowed"})
            row("http://me:word@127.0.0.1:PORT", status, Obstacle::ProxyRefusal,
                isTunnel ? "Offline" : "Stranger");
        for (const char *status : {"502 Bad Gateway", "503 Unavailable", "504 Timeout"})
            row("http://me:word@127.0.0.1:PORT", status, isTunnel ? Obstacle::ProxyRefusal : Obstacle::None,
                isTunnel ? "Offline" : "Busy");
    }
}

void ProxyTest::everyProxyIsNamed()
{
    QFETCH(QByteArray, scheme);
    QFETCH(QByteArray, proxy);
    QFETCH(QByteArray, status);
    QFETCH(Obstacle, obstacle);
    QFETCH(QByteArray, kind);
    ScriptedServer server(
        {Step::http(status,
                    "Server: squid/5.7\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\n"
                    "Proxy-Authenticate: Basic realm=\"x\"\r\n",
                    "<html><title>ERROR: The requested URL could not be retrieved</title>")});
    proxy.replace("PORT", QByteArray::number(server.serverPort()));
    qputenv(QByteArray(scheme + "_proxy").constData(), proxy);
    Client client(connectionTo(QUrl(QString::fromLatin1(scheme + "://service.invalid"))), {.tries = 1});
    QSignalSpy unauthorized(&client, &Client::unauthorized);
    for (const Verb verb : {Verb::Get, Verb::Post}) {
        Awaited<Nothing> answer(client, {{.verb = verb, .path = path, .body = QJsonObject()}});
        QVERIFY(answer.wait());
        const Error error = answer.error();
        QCOMPARE(nameOf(error.kind), kind.constData());
        QCOMPARE(error.obstacle, obstacle);
        if (obstacle != Obstacle::None)
            QCOMPARE(error.place, QUrl(QString::fromLatin1(proxy)).authority().section(u'@', -1));
        QVERIFY2(!error.detail.contains(QStringLiteral("word")), qPrintable(error.detail));
    }
    QCOMPARE(unauthorized.size(), 0);
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

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QSignalSpy>

using Kind = Error::Kind;
using Obstacle = Error::Obstacle;

namespace {

Step page(const char *status, const QByteArray &body, const QByteArray &headers = {})
{
    return Step::http(status, "Content-Type: text/html\r\n" + headers, body);
}

Step xml(const char *status, const QByteArray &body)
{
    return Step::http(status, "Content-Type: application/xml\r\n", body);
}

} // namespace

//! What stands between here and a service, as it answers over the wire: none of it may be taken for the
//! service's word about token, permission or data.
class StrangersTest : public QObject
{
    Q_OBJECT
private slots:
    void answers_data();
    void answers();
    void redirects_data();
    void redirects();
    void media_data();
    void media();
    void recoded_data();
    void recoded();
    void unknownHost();
};

void StrangersTest::answers_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<Obstacle>("obstacle");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *name, const Step &step, Obstacle obstacle, const char *detail,
                        Kind kind = Kind::Stranger) {
        QTest::newRow(name) << step << kind << obstacle << QString::fromUtf8(detail);
    };
    const QByteArray nginx = "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n"
                             "<center><h1>403 Forbidden</h1></center>\r\n<hr><center>nginx</center>";
    row("403, nginx", page("403 Forbidden", nginx), Obstacle::Page, "403 Forbidden");
    row("403, nothing", Step::http("403 Forbidden", {}, {}), Obstacle::Status, "HTTP 403");
    row("401, nothing", Step::http("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", {}),
        Obstacle::Status, "HTTP 401");
    row("401, a page", page("401 Unauthorized", "<h1>Authorization\n Required</h1>"), Obstacle::Page,
        "Authorization Required");
    row("403, JSON", Step::json(R"({"message":"Forbidden"})", "403 Forbidden"), Obstacle::Status,
        "Forbidden");
    row("403, JSON in a list", Step::json(R"({"detail":[{"msg":"no"}]})", "403 Forbidden"), Obstacle::Status,
        "no");
    row("403, the status as code", Step::json(R"({"code":403,"msg":"no"})", "403 Forbidden"),
        Obstacle::Status, "no");
    row("403, words", Step::http("403 Forbidden", "Content-Type: text/plain\r\n", "error code: 1020"),
        Obstacle::Status, "error code: 1020");
    row("404, a page", page("404 Not Found", "<title>Not here</title>"), Obstacle::Page, "Not here");
    row("404, words", Step::http("404 Not Found", {}, "404 page not found"), Obstacle::Status,
        "404 page not found");
    row("405", Step::http("405 Not so", {}, {}), Obstacle::Status, "HTTP 405");
    row("400, a page", page("400 Bad", "<title>400 The plain HTTP request was sent to HTTPS port</title>"),
        Obstacle::Page, "400 The plain HTTP request was sent to HTTPS port");
    row("500, a page", page("500 Broken", "<title>Oops</title>"), Obstacle::Page, "Oops");
    row("520", Step::http("520 Unknown", {}, "error code: 520"), Obstacle::Status, "error code: 520");
    row("200, a page", page("200 OK", "<!DOCTYPE html><html><title>It works!</title>"), Obstacle::Page,
        "It works!");
    row("200, a page behind a comment", Step::http("200 OK", {}, "<!-- x --> <html><h1>Hi</h1>"),
        Obstacle::Page, "Hi");

    row("squid",
        page("403 Forbidden", "<title>ERROR: The requested URL could not be retrieved</title>",
             "X-Squid-Error: ERR_ACCESS_DENIED 0\r\n"),
        Obstacle::ProxyRefusal, "ERROR: The requested URL could not be retrieved");
    row("Proxy-Status", Step::http("403 Forbidden", "Proxy-Status: gate; error=http_request_denied\r\n", {}),
        Obstacle::ProxyRefusal, "HTTP 403");
    row("tinyproxy", page("403 Filtered", "<title>403 Filtered</title>", "Server: tinyproxy/1.11\r\n"),
        Obstacle::ProxyRefusal, "403 Filtered");

    row("FortiGuard", page("403 Forbidden", "<title>Web Page Blocked!</title><h1>FortiGuard</h1>"),
        Obstacle::Firewall, "Web Page Blocked!");
    row("a page of style", page("403 Forbidden", "<style>p { display: block }</style><title>No</title>"),
        Obstacle::Page, "No");
    row("Cloudflare", page("403 Forbidden", "<title>Just a moment...</title>", "cf-mitigated: challenge\r\n"),
        Obstacle::Firewall, "Just a moment...");
    row("Chinese firewall", page("405 Not so", "<title>405</title><p>很抱歉，您的访问被拦截</p>"),
        Obstacle::Firewall, "405");
    row("451", Step::http("451 Unavailable For Legal Reasons", {}, {}), Obstacle::Firewall, "HTTP 451");

    row("511", page("511 Network Authentication Required", "<title>Welcome</title>"), Obstacle::SignIn,
        "Welcome");
    row("sign-in form", page("200 OK", "<title>Hotel</title><input type=\"password\">"), Obstacle::SignIn,
        "Hotel");
    row("sign-in form at 401", page("401 No", "<title>Hotel</title><input type='password'>"),
        Obstacle::SignIn, "Hotel");
    row("a portal's script",
        page("200 OK", "<script>top.self.location.href='http://10.0.0.1/eportal/index.jsp'</script>"),
        Obstacle::SignIn, "a web page came instead of an answer");
    row("a portal's refresh",
        page("200 OK", "<meta http-equiv=\"refresh\" content=\"0; url=http://10.0.0.1/\">"), Obstacle::SignIn,
        "a web page came instead of an answer");
    row("Chinese portal", page("200 OK", "<title>上网认证</title>"), Obstacle::SignIn, "上网认证");
    row("Chinese portal in GBK",
        Step::http("200 OK", "Content-Type: text/html; charset=gbk\r\n",
                   "<title>\xc9\xcf\xcd\xf8\xc8\xcf\xd6\xa4</title>"),
        Obstacle::SignIn, "上网认证");
    row("GBK by the page's own word",
        page("403 Forbidden", "<meta charset=\"gb2312\"><title>\xc9\xcf\xcd\xf8\xc8\xcf\xd6\xa4</title>"),
        Obstacle::SignIn, "上网认证");

    row("407", Step::http("407 Proxy", {}, {}), Obstacle::ProxyPassword, nullptr, Kind::Offline);
    row("408", Step::http("408 Late", {}, {}), Obstacle::None, "HTTP 408", Kind::Timeout);
    row("packed", Step::http("403 Forbidden", {}, "\x1f\x8b\x08"), Obstacle::Status, "HTTP 403");
    row("packed at 200", Step::http("200 OK", {}, "\x1f\x8b\x08"), Obstacle::None,
        "the answer is packed with gzip, and does not say so", Kind::Malformed);
}

void StrangersTest::answers()
{
    QFETCH(Step, step);
    QFETCH(Kind, kind);
    QFETCH(Obstacle, obstacle);
    QFETCH(QString, detail);
    ScriptedServer server({step});
    Client client(connectionTo(server.url()), {.tries = 1});
    QSignalSpy exchanged(&client, &Client::exchanged);
    QSignalSpy unauthorized(&client, &Client::unauthorized);
    Request<Nothing> request = requestOf(Verb::Get);
    request.permission = QStringLiteral("listVoiceprintGroup");
    Awaited<Nothing> answer(client, request);
    QVERIFY(answer.wait());
    const Error error = answer.error();
    QCOMPARE(nameOf(error.kind), nameOf(kind));
    QCOMPARE(error.obstacle, obstacle);
    if (!detail.isNull())
        QCOMPARE(error.detail, detail);
    QVERIFY(error.permission.isEmpty());
    QCOMPARE(unauthorized.size(), 0);
    QCOMPARE(exchanged.size(), 1);
    QVERIFY(exchanged.first().first().value<Exchange>().kind == kind);
}

void StrangersTest::redirects_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<Obstacle>("obstacle");
    QTest::addColumn<QString>("place");
    const auto row = [](const char *status, const char *location, Obstacle obstacle, const char *place) {
        QTest::addRow("%s %s", status, location)
            << QByteArray(status) << QByteArray(location) << obstacle << QString::fromLatin1(place);
    };
    row("302 Found", "http://portal.invalid/login?from=x", Obstacle::SignIn, "portal.invalid");
    row("303 See Other", "https://portal.invalid/", Obstacle::SignIn, "portal.invalid");
    row("307 Temporary", "http://10.0.0.1:8080/cgi", Obstacle::SignIn, "10.0.0.1");
    row("301 Moved", "https://new.invalid/v1/x", Obstacle::Moved, "https://new.invalid");
    row("308 Moved", "https://new.invalid:8443/api/v1/x?page=1", Obstacle::Moved,
        "https://new.invalid:8443/api");
    row("302 Found", "file:///v1/x", Obstacle::Status, "file:");
}

void StrangersTest::redirects()
{
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, location);
    QFETCH(Obstacle, obstacle);
    QFETCH(QString, place);
    ScriptedServer server({Step::http(status, "Location: " + location + "\r\n", {})});
    Client client(connectionTo(server.url()));
    for (const Verb verb : {Verb::Get, Verb::Post, Verb::Delete}) {
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Stranger");
        QCOMPARE(answer.error().obstacle, obstacle);
        QCOMPARE(answer.error().place, place);
        QVERIFY(!answer.error().isOutcomeUnknown);
    }
}

void StrangersTest::media_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<Step>("step");
    QTest::addColumn<Obstacle>("obstacle");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *name, const Step &step, Obstacle obstacle, const char *detail,
                        const char *query = "") {
        QTest::newRow(name) << QString::fromLatin1(query) << step << obstacle << QString::fromUtf8(detail);
    };
    const QByteArray denied = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>"
                              "<Message>Access Denied</Message><RequestId>1</RequestId></Error>";
    const QByteArray expired = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>"
                               "<Expires>2026-01-01T00:00:00Z</Expires></Error>";
    row("a storage's 403", xml("403 Forbidden", denied), Obstacle::Link, "Access Denied (AccessDenied)");
    row("an expired link", xml("403 Forbidden", expired), Obstacle::ExpiredLink,
        "Request has expired (AccessDenied)");
    row("an expired token", xml("400 Bad", "<Error><Code>ExpiredToken</Code></Error>"), Obstacle::ExpiredLink,
        "ExpiredToken");
    row("a link that says itself that it is over", xml("403 Forbidden", denied), Obstacle::ExpiredLink,
        "Access Denied (AccessDenied)", "lk3s=1&x-expires=1730277357&x-signature=a%3D");
    row("a link of the future", xml("403 Forbidden", denied), Obstacle::Link, "Access Denied (AccessDenied)",
        "x-expires=9999999999");
    row("no such key", xml("404 Not Found", "<Error><Code>NoSuchKey</Code></Error>"), Obstacle::Link,
        "NoSuchKey");
    row("JSON of a storage",
        Step::json(R"({"Code":"AccessDenied","Message":"Request has expired","RequestId":"1"})",
                   "403 Forbidden"),
        Obstacle::ExpiredLink, "Request has expired (AccessDenied)");
    row("bare 403", Step::http("403 Forbidden", {}, {}), Obstacle::Link, "HTTP 403");
    row("bare 401", Step::http("401 Unauthorized", {}, {}), Obstacle::Link, "HTTP 401");
    row("410, a page", page("410 Gone", "<title>Gone</title>"), Obstacle::Link, "Gone");
    row("XML in UTF-16",
        xml("403 Forbidden",
            QByteArray("\xff\xfe", 2) +
                QByteArray(reinterpret_cast<const char *>(u"<Error><Code>Expired</Code></Error>"), 70)),
        Obstacle::ExpiredLink, "Expired");
    row("firewall", page("403 Forbidden", "<title>Blocked by the firewall</title>"), Obstacle::Firewall,
        "Blocked by the firewall");
    row("sign-in page", page("200 OK", "<input type=password>"), Obstacle::SignIn,
        "a web page came instead of an answer");
    row("a page", page("200 OK", "<html><title>Hello</title>"), Obstacle::NoSound, "Hello");
    row("a page that is called sound",
        Step::http("200 OK", "Content-Type: audio/mpeg\r\n", "<html><title>Hello</title>"), Obstacle::NoSound,
        "Hello");
    row("JSON that is called sound",
        Step::http("200 OK", "Content-Type: audio/mpeg\r\n", R"({"message":"no"})"), Obstacle::NoSound, "no");
    row("JSON", Step::json(R"({"ok":true})"), Obstacle::NoSound, "no code in the answer");
    row("XML", xml("200 OK", "<Error><Code>X</Code></Error>"), Obstacle::NoSound, "X");
    row("words", Step::http("200 OK", "Content-Type: text/plain\r\n", "nothing here"), Obstacle::NoSound,
        "nothing here");
    row("nothing", Step::http("200 OK", "Content-Type: audio/wav\r\n", {}), Obstacle::NoSound,
        "the answer is empty");
    row("204", Step::http("204 No Content", {}, {}), Obstacle::NoSound, "the answer is empty");
}

void StrangersTest::media()
{
    QFETCH(QString, query);
    QFETCH(Step, step);
    QFETCH(Obstacle, obstacle);
    QFETCH(QString, detail);
    ScriptedServer server({step});
    Client client(connectionTo(server.url()));
    QUrl url = server.url(QStringLiteral("/a.mp3"));
    url.setQuery(query);
    Awaited<Media> fetched(client, url, 100'000);
    QVERIFY(fetched.wait());
    QCOMPARE(nameOf(fetched.error().kind), "Stranger");
    QCOMPARE(fetched.error().obstacle, obstacle);
    QCOMPARE(fetched.error().detail, detail);
}

// The service's own words in another encoding are its words all the same.
void StrangersTest::recoded_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    const QString envelope = QStringLiteral(R"({"code":4101,"msg":"没有权限"})");
    QTest::newRow("UTF-8") << QByteArray("application/json; charset=UTF-8") << envelope.toUtf8();
    QTest::newRow("UTF-8 with its mark")
        << QByteArray("application/json") << "\xef\xbb\xbf" + envelope.toUtf8();
    for (const char *name : {"gbk", "GB18030", "big5"}) {
        QStringEncoder encoder(name);
        if (!encoder.isValid())
            continue; // not every Qt knows it
        const QString words = QByteArray(name) == "big5"
                                  ? QString(envelope).replace(u'没', u'沒').replace(u'权', u'權')
                                  : envelope;
        QTest::newRow(name) << QByteArray("application/json; charset=\"") + name + '"'
                            << QByteArray(encoder(words));
    }
    for (const auto encoding : {QStringConverter::Utf16LE, QStringConverter::Utf16BE}) {
        QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
        QTest::addRow("UTF-16 %d", int(encoding))
            << QByteArray("application/json") << QByteArray(encoder(envelope));
    }
}

void StrangersTest::recoded()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    ScriptedServer server({Step::http("200 OK", "Content-Type: " + type + "\r\n", body)});
    Client client(connectionTo(server.url()));
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Forbidden");
    QVERIFY2(answer.error().detail.endsWith(QStringLiteral("限")), qPrintable(answer.error().detail));
}

void StrangersTest::unknownHost()
{
    for (const char *scheme : {"http", "https"}) {
        Client client(connectionTo(QUrl(QLatin1String(scheme) + QStringLiteral("://no-such-host.invalid"))),
                      {.tries = 1});
        Awaited<Nothing> answer(client, requestOf(Verb::Get));
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Offline");
        QCOMPARE(answer.error().obstacle, Obstacle::UnknownHost);
        QCOMPARE(answer.error().place, QStringLiteral("no-such-host.invalid"));
    }
}

ROOM_TEST(StrangersTest, QCoreApplication)
#include "test_strangers.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/address.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QSignalSpy>

namespace {

constexpr qint64 cap = 100'000;

Step sound(const QByteArray &bytes)
{
    return Step::http("200 OK", "Content-Type: audio/WAV\r\n", bytes);
}

// As connectionTo(), which also believes in the certificate of the tests.
Connection trustingConnectionTo(const QUrl &base)
{
    Connection connection = connectionTo(base);
    connection.authorities = {ScriptedServer::certificate()};
    return connection;
}

} // namespace

class FetchTest : public QObject
{
    Q_OBJECT
private slots:
    void ownOrigin();
    void hostile_data();
    void hostile();
    void anotherPortIsNamed();
    void tokenStaysAtHome_data();
    void tokenStaysAtHome();
    void redirects_data();
    void redirects();
    void untrustedCertificate();
    void otherHostGetsNoToken();
    void neverBackToHttp();
    void tooLarge_data();
    void tooLarge();
    void envelopeInsteadOfSound();
    void unauthorizedAtHome();
    void stalled();
    void abortIsSilence();
};

void FetchTest::ownOrigin()
{
    const QByteArray bytes("RIFF\0\xff\r\n", 8);
    ScriptedServer server({sound(bytes)});
    Client client(connectionTo(server.url()));
    Awaited<Media> media(client, server.url(QStringLiteral("/a.wav?sign=a%2Bb")), cap);
    QVERIFY(media.wait());
    QVERIFY(media.results.value(0, Error{}));
    QCOMPARE(media.results.first()->data, bytes);
    QCOMPARE(media.results.first()->mimeType, "audio/wav");
    QCOMPARE(server.requests().first().target(), "/a.wav?sign=a%2Bb");
    QCOMPARE(server.requests().first().header("Authorization"), "Bearer pat_secret");
}

void FetchTest::hostile_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url : {"file:///etc/passwd", "FILE:/etc/passwd", "data:audio/wav;base64,UklGRg==",
                            "ftp://example.com/a.wav", "qrc:/a.wav", ":/a.wav", "/etc/passwd", "a.wav", "",
                            "http://example.com/a.wav", "http://localhost/a.wav", "javascript:alert(1)",
                            "https:///a.wav", "https://me:secret@example.com/a.wav", "gopher://example.com",
                            "unix:///tmp/x", "http://[bad/a.wav", "preconnect-https://example.com"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void FetchTest::hostile()
{
    QFETCH(QString, url);
    ScriptedServer server({sound("x")});
    Client client(connectionTo(server.url()));
    Awaited<Media> media(client, QUrl(url), cap);
    QCOMPARE(media.results.size(), 0);
    QVERIFY(media.wait());
    QCOMPARE(media.results.size(), 1);
    QCOMPARE(nameOf(media.error().kind), "Refused");
    QVERIFY(!media.error().detail.isEmpty());
    QCOMPARE(server.connections(), 0);
}

void FetchTest::anotherPortIsNamed()
{
    ScriptedServer server({sound("x")});
    ScriptedServer other({sound("x")});
    Client client(connectionTo(server.url()));
    Awaited<Media> media(client, other.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(media.wait());
    QCOMPARE(nameOf(media.error().kind), "Refused");
    QVERIFY2(media.error().detail.contains(QStringLiteral("another port of 127.0.0.1")),
             qPrintable(media.error().detail));
    QCOMPARE(other.connections(), 0);
}

void FetchTest::tokenStaysAtHome_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("base");
    QTest::addColumn<bool>("isHome");
    const auto row = [](const char *url, const char *base, bool isHome) {
        QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(base) << isHome;
    };
    row("https://api.coze.cn/a", "https://api.coze.cn", true);
    row("https://API.coze.cn:443/a", "https://api.coze.cn/", true);
    row("https://api.coze.cn:8443/a", "https://api.coze.cn", false);
    row("https://api.coze.cn.evil.com/a", "https://api.coze.cn", false);
    row("https://www.coze.cn/a", "https://api.coze.cn", false);
    row("http://api.coze.cn/a", "https://api.coze.cn", false);
    row("https://127.0.0.1:80/a", "http://127.0.0.1:80", false);
    row("http://127.0.0.1:8000/a", "http://127.0.0.1:8001", false);
    row("https:/a", "https:/b", false);
}

void FetchTest::tokenStaysAtHome()
{
    QFETCH(QString, url);
    QFETCH(QString, base);
    QFETCH(bool, isHome);
    QCOMPARE(address::isSameOrigin(QUrl(url), QUrl(base)), isHome);
}

void FetchTest::redirects_data()
{
    QTest::addColumn<QByteArray>("location");
    for (const char *to : {"file:///etc/passwd", "data:audio/wav,x", "http://localhost:9/a.wav",
                           "ftp://127.0.0.1/a.wav", "qrc:/a.wav"})
        QTest::newRow(to) << QByteArray(to);
}

void FetchTest::redirects()
{
    QFETCH(QByteArray, location);
    ScriptedServer server({Step::redirect("/b.wav"), Step::redirect(location), sound("x")});
    Client client(connectionTo(server.url()));
    Awaited<Media> media(client, server.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(media.wait());
    QCOMPARE(nameOf(media.error().kind), location.startsWith("http:") ? "Stranger" : "Refused");
    QCOMPARE(server.requests().size(), 2);

    server.setScript({Step::redirect("/b.wav"), sound("x")});
    Awaited<Media> followed(client, server.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(followed.wait());
    QVERIFY(followed.results.value(0, Error{}));
}

void FetchTest::untrustedCertificate()
{
    ScriptedServer other({sound("x")}, ScriptedServer::Protocol::Https);
    Client client(connectionTo(other.url()));
    Awaited<Media> media(client, other.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(media.wait());
    QCOMPARE(nameOf(media.error().kind), "Tls");
    Awaited<Nothing> posted(client,
                            {{.verb = Verb::Post, .path = QStringLiteral("/x"), .body = QJsonObject()}});
    QVERIFY(posted.wait());
    QCOMPARE(nameOf(posted.error().kind), "Tls");
    QCOMPARE(other.requests().size(), 0);
}

void FetchTest::otherHostGetsNoToken()
{
    ScriptedServer other({sound("x")}, ScriptedServer::Protocol::Https);
    ScriptedServer home({Step::redirect(other.url(QStringLiteral("/b.wav")).toEncoded())});
    Client client(trustingConnectionTo(home.url()));
    for (const QUrl &url : {other.url(QStringLiteral("/a.wav")), home.url(QStringLiteral("/a.wav"))}) {
        Awaited<Media> media(client, url, cap);
        QVERIFY(media.wait());
        QVERIFY2(media.results.value(0, Error{}), qPrintable(media.error().detail));
        QVERIFY(other.requests().last().header("Authorization").isEmpty());
        QVERIFY(other.requests().last().header("X-Coze-Client-User-Agent").isEmpty());
    }
    QCOMPARE(other.requests().size(), 2);
    QCOMPARE(home.requests().last().header("Authorization"), "Bearer pat_secret");

    Client secure(trustingConnectionTo(other.url()));
    Awaited<Media> media(secure, other.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(media.wait());
    QCOMPARE(other.requests().last().header("Authorization"), "Bearer pat_secret");
}

void FetchTest::neverBackToHttp()
{
    ScriptedServer home({sound("x")});
    ScriptedServer other({Step::redirect(home.url(QStringLiteral("/b.wav")).toEncoded())},
                         ScriptedServer::Protocol::Https);
    Client client(trustingConnectionTo(home.url()));
    Awaited<Media> media(client, other.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(media.wait());
    QCOMPARE(nameOf(media.error().kind), "Stranger");
    QCOMPARE(other.requests().size(), 1);
    QCOMPARE(home.connections(), 0);
}

void FetchTest::tooLarge_data()
{
    QTest::addColumn<bool>("isLengthTold");
    QTest::newRow("length told") << true;
    QTest::newRow("length unknown") << false;
}

void FetchTest::tooLarge()
{
    QFETCH(bool, isLengthTold);
    Step step = sound(QByteArray(int(cap) + 1, 'x'));
    if (!isLengthTold) {
        step.answer.replace("Content-Length: 100001", "Connection: close");
        step.closes = true;
    }
    Step fitting = sound(QByteArray(int(cap), 'x'));
    ScriptedServer server({step, fitting});
    Client client(connectionTo(server.url()), shortLimits());
    QList<Exchange> told; // Qt may ask again where the length is unknown, but nobody listens
    connect(&client, &Client::exchanged, this, [&](const Exchange &exchange) { told << exchange; });
    Awaited<Media> media(client, server.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(media.wait());
    QCOMPARE(nameOf(media.error().kind), "Malformed");
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().bytesReceived > cap, !isLengthTold);
    Awaited<Media> whole(client, server.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(whole.wait());
    QVERIFY(whole.results.value(0, Error{}));
    QCOMPARE(whole.results.first()->data.size(), cap);
}

void FetchTest::envelopeInsteadOfSound()
{
    ScriptedServer server({Step::json(R"({"code":4200,"msg":"gone","detail":{"logid":"L"}})")});
    Client client(connectionTo(server.url()));
    Awaited<Media> media(client, server.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(media.wait());
    QCOMPARE(nameOf(media.error().kind), "NotFound");
    QCOMPARE(media.error().code, 4200);
    QCOMPARE(media.error().logId, QStringLiteral("L"));
}

void FetchTest::unauthorizedAtHome()
{
    ScriptedServer server({Step::transcript(QStringLiteral("token-invalid.http"))});
    Client client(connectionTo(server.url()));
    QSignalSpy unauthorized(&client, &Client::unauthorized);
    Awaited<Media> media(client, server.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(media.wait());
    QCOMPARE(nameOf(media.error().kind), "Unauthorized");
    QCOMPARE(unauthorized.size(), 1);
}

void FetchTest::stalled()
{
    ScriptedServer server({Step::stall()});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Media> media(client, server.url(QStringLiteral("/a.wav")), cap);
    QVERIFY(media.wait());
    QCOMPARE(nameOf(media.error().kind), "Timeout");
}

void FetchTest::abortIsSilence()
{
    ScriptedServer server({Step::stall()});
    Client client(connectionTo(server.url()));
    Awaited<Media> media(client, server.url(QStringLiteral("/a.wav")), cap);
    QTRY_COMPARE(server.requests().size(), 1);
    media.call->abort();
    QTest::qWait(50);
    QCOMPARE(media.results.size(), 0);
    QCOMPARE(media.finished, 1);
}

ROOM_TEST(FetchTest, QCoreApplication)
#include "test_fetch.moc"

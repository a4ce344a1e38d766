// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

#include <QProcess>

using namespace place;

//! How requests are framed: in chunks, one after another, too long, or not at all.
class TestHttp : public GroupTest
{
    Q_OBJECT

private slots:
    void initTestCase() { startServer(); }
    void init() { newGroup(); }
    void chunkedUploads();
    void unknownIsToldAtOnce();
    void packedBodies();
    void expectContinue();
    void oversizedBodyIsDrained();
    void keepAliveAndPipelining();
    void oneRequestConnections();
    void absoluteTargets();
    void longHeadersAreTold();
    void headHasNoBody();
    void brokenHttp_data();
    void brokenHttp();
};

void TestHttp::chunkedUploads()
{
    const QByteArray body = form({{"file", m_speech}, {"name", "Ann"}});
    Line line(m_place->port());
    line.send(
        "POST " + features() + " HTTP/1.1\r\nHost: localhost\r\n" + authorization() +
        "Content-Type: multipart/form-data; boundary=test-boundary\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (qsizetype at = 0; at < body.size(); at += 10'007) {
        const QByteArray chunk = body.mid(at, 10'007);
        line.send(QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n");
    }
    line.send("0\r\n\r\n");
    QCOMPARE(line.read().code(), 0);
    line.send(request("GET", features())); // and the connection goes on
    QCOMPARE(line.read().items().size(), 1);
}

// What streams into an endpoint that is not there is told so before its end, which may never come.
void TestHttp::unknownIsToldAtOnce()
{
    for (const char *head : {"POST /v1/audio/transcriptions", "POST /v1/chat", "GET /v1/chat"}) {
        Line line(m_place->port());
        line.send(
            head + QByteArray(" HTTP/1.1\r\nHost: localhost\r\n") + authorization() +
            "Connection: Upgrade\r\nUpgrade: websocket\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        const Reply reply = line.read();
        QCOMPARE(reply.status, 404);
        QCOMPARE(reply.code(), 4000);
    }
}

void TestHttp::packedBodies()
{
    const auto packed = [](const QByteArray &bytes) {
        QProcess gzip;
        gzip.start(QStringLiteral("gzip"), {QStringLiteral("-c")});
        gzip.write(bytes);
        gzip.closeWriteChannel();
        gzip.waitForFinished(30'000);
        return gzip.readAllStandardOutput();
    };
    const QByteArray body = packed(R"({"name":"packed"})");
    const auto make = [&](const QByteArray &bytes, const QByteArray &encoding) {
        QByteArray headers = authorization();
        if (!encoding.isEmpty())
            headers += "Content-Encoding: " + encoding + "\r\n";
        return ask(m_place->port(), "POST", groupsPath, bytes, "application/json", headers);
    };
    for (const char *encoding : {"gzip", "x-gzip", "X-GZIP"})
        QCOMPARE(make(body, encoding).code(), 0);
    const Reply undeclared = make(body, {});
    QCOMPARE(undeclared.code(), 4000);
    QVERIFY2(undeclared.words().contains(QStringLiteral("gzip")), qPrintable(undeclared.words()));
    QCOMPARE(make(body.chopped(3), "gzip").code(), 4000);
    QCOMPARE(make(packed(QByteArray(50'000'000, ' ')), "gzip").code(), 4000);
    const Reply foreign = make(body, "br");
    QCOMPARE(foreign.code(), 4000);
    QVERIFY2(foreign.words().contains(QStringLiteral("br")), qPrintable(foreign.words()));
    QCOMPARE(make(R"({"name":"plain"})", "identity").code(), 0);
}

void TestHttp::expectContinue()
{
    const QByteArray body = form({{"file", m_speech}, {"name", "Ann"}});
    Line line(m_place->port());
    const QByteArray whole = request("POST", features(), body, "multipart/form-data; boundary=test-boundary",
                                     "Expect: 100-continue\r\n" + authorization());
    line.send(whole.first(whole.size() - body.size()));
    QVERIFY(line.socket().waitForReadyRead(2000));
    QVERIFY(line.socket().peek(100).startsWith("HTTP/1.1 100 Continue"));
    line.send(body);
    QCOMPARE(line.read().code(), 0);
}

void TestHttp::oversizedBodyIsDrained()
{
    for (const QByteArray &more : {authorization(), QByteArray("Authorization: Bearer wrong\r\n")}) {
        const bool known = more == authorization();
        Line line(m_place->port());
        const QByteArray body = form({{"file", m_speech + QByteArray(20'000'000, 'x')}, {"name", "Ann"}});
        line.send(request("POST", features(), body, "multipart/form-data; boundary=test-boundary", more));
        const Reply reply = line.read();
        QCOMPARE(reply.status, known ? 413 : 401);
        QCOMPARE(reply.code(), known ? 4302 : 4100);
        QVERIFY(!reply.headers.value("x-tt-logid").isEmpty());
        line.send(request("GET", features())); // the connection is still good
        QCOMPARE(line.read().items().size(), 0);
    }
}

void TestHttp::keepAliveAndPipelining()
{
    Line line(m_place->port());
    line.send(request("GET", groupsPath) + request("GET", features()) + request("GET", "/nothing") +
              request("GET", groupsPath));
    QVERIFY(line.read().items().size() > 0);
    QCOMPARE(line.read().items().size(), 0);
    QCOMPARE(line.read().status, 404);
    QCOMPARE(line.read().status, 200);
    QVERIFY(!line.isClosed(50));
}

void TestHttp::oneRequestConnections()
{
    Line line(m_place->port());
    line.send(request("GET", groupsPath, {}, {}, "Connection: close\r\n" + authorization()));
    QCOMPARE(line.read().status, 200);
    QVERIFY(line.isClosed(1000));
    Line old(m_place->port());
    old.send("GET " + groupsPath + " HTTP/1.0\r\n" + authorization() + "\r\n");
    QCOMPARE(old.read().status, 200);
    QVERIFY(old.isClosed(1000));
}

void TestHttp::absoluteTargets()
{
    const QByteArray url = m_place->server->url().toString().toLatin1();
    QCOMPARE(ask(m_place->port(), "GET", url + groupsPath).status, 200);
    QCOMPARE(ask(m_place->port(), "GET", url + groupsPath + "?page_num=0").status, 400);
    QCOMPARE(ask(m_place->port(), "GET", url).status, 404);
}

void TestHttp::longHeadersAreTold()
{
    const QByteArray path = groupsPath + "?name=" + QByteArray(20'000, 'x');
    const Reply reply =
        ask(m_place->port(), "GET", path, {}, {}, "X: " + QByteArray(20'000, 'x') + "\r\n" + authorization());
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.code(), 4000);
    QVERIFY(!reply.headers.value("x-tt-logid").isEmpty());
}

void TestHttp::headHasNoBody()
{
    Line line(m_place->port());
    line.send(request("HEAD", groupsPath));
    const Reply head = line.read(true);
    QCOMPARE(head.status, 200);
    QVERIFY(head.headers.value("content-length").toInt() > 50);
    line.send(request("GET", groupsPath));
    QCOMPARE(line.read().status, 200); // what follows is a response, not a left-over body
}

void TestHttp::brokenHttp_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no HTTP") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11).repeated(20);
    QTest::newRow("zeros") << QByteArray(10'000, '\0');
    QTest::newRow("line ends") << QByteArray("\r\n").repeated(5000);
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n");
    QTest::newRow("long path") << "GET /" + QByteArray(100'000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    QTest::newRow("long header") << "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + QByteArray(100'000, 'a') +
                                        "\r\n\r\n";
    QTest::newRow("many headers") << "GET / HTTP/1.1\r\nHost: localhost\r\n" +
                                         QByteArray("X: y\r\n").repeated(20'000) + "\r\n";
    QTest::newRow("negative length") << QByteArray(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n");
    QTest::newRow("length is no number")
        << QByteArray("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n");
    QTest::newRow("broken chunk") << QByteArray(
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n");
    QTest::newRow("huge chunk") << QByteArray("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
                                              "chunked\r\n\r\nffffffffffffffffff\r\nhello\r\n");
    QTest::newRow("folded header") << QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\n y\r\n\tz\r\n\r\n");
    QTest::newRow("percent junk") << QByteArray(
        "GET /%%%zz%00?%=%&&a=%ff HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

void TestHttp::brokenHttp()
{
    QFETCH(QByteArray, bytes);
    Line line(m_place->port(), 300);
    line.send(bytes);
    const Reply reply = line.read();
    QVERIFY2(reply.status == 0 || reply.status >= 400, QByteArray::number(reply.status).constData());
    // Whatever that was, the next caller is served.
    QCOMPARE(ask(m_place->port(), "GET", groupsPath).status, 200);
}

ROOM_TEST(TestHttp, QCoreApplication)
#include "test_http.moc"

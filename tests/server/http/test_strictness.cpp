// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

using namespace place;

//! What two readers could read in two ways is refused and its connection closed; web pages are kept out.
class TestStrictness : public QObject
{
    Q_OBJECT

private slots:
    void ambiguousRequestsEndTheConnection_data();
    void ambiguousRequestsEndTheConnection();
    void argumentsAreCounted_data();
    void argumentsAreCounted();
    void otherNamesAndPagesAreKeptOut_data();
    void otherNamesAndPagesAreKeptOut();
};

void TestStrictness::ambiguousRequestsEndTheConnection_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<bool>("isOurs"); // else the HTTP library answers by itself
    QTest::newRow("two lengths") << QByteArray("Content-Length: 2\r\nContent-Length: 5\r\n") << true;
    QTest::newRow("one length twice") << QByteArray("Content-Length: 2\r\nContent-Length: 2\r\n") << true;
    QTest::newRow("length and encoding")
        << QByteArray("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n") << true;
    QTest::newRow("two encodings") << QByteArray("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n")
                                   << true;
    QTest::newRow("an unknown encoding") << QByteArray("Transfer-Encoding: gzip\r\n") << true;
    QTest::newRow("a blank in a name") << QByteArray("Content-Length : 2\r\n") << true;
    QTest::newRow("two hosts") << QByteArray("Content-Length: 2\r\nHost: 127.0.0.1\r\n") << true;
    for (const char *length : {"abc", "-1", "+2", "2, 2", "0x2", "99999999999999999999999"})
        QTest::newRow(length) << QByteArray("Content-Length: ") + length + "\r\n" << false;
}

void TestStrictness::ambiguousRequestsEndTheConnection()
{
    QFETCH(QByteArray, headers);
    QFETCH(bool, isOurs);
    Place place;
    Line line(place.port());
    line.send("POST " + groupsPath + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + authorization() + headers +
              "\r\n{}" + request("POST", groupsPath, R"({"name":"Smuggled"})", "application/json"));
    const Reply reply = line.read();
    QVERIFY2(reply.status == 400 || (!isOurs && reply.status == 413),
             QByteArray::number(reply.status).constData());
    QVERIFY(line.isClosed(10'000));
    if (isOurs)
        QCOMPARE(reply.code(), 4000);
    QCOMPARE(ask(place.port(), "GET", groupsPath).items().size(), 0);
}

void TestStrictness::argumentsAreCounted_data()
{
    QTest::addColumn<QByteArray>("argument");
    QTest::addColumn<int>("count");
    for (const char *argument : {"page_num=1", "a", "%61=%62", "=", "name=x"}) {
        for (const int count : {1, 2, 999, 1000, 1001, 1002, 2500})
            QTest::addRow("%d of %s", count, argument) << QByteArray(argument) << count;
    }
    QTest::newRow("16000") << QByteArray("a") << 16'000;
    QTest::newRow("45000") << QByteArray("") << 45'000;
}

void TestStrictness::argumentsAreCounted()
{
    QFETCH(QByteArray, argument);
    QFETCH(int, count);
    Place place;
    Line line(place.port());
    const QByteArray path = groupsPath + '?' + QByteArrayList(count, argument).join('&');
    line.send(request("GET", path) + request("POST", groupsPath, R"({"name":"Next"})", "application/json"));
    const Reply reply = line.read();
    const bool isGood = count <= 1000;
    QCOMPARE(reply.status, isGood ? 200 : 400);
    QCOMPARE(reply.code(), isGood ? 0 : 4000);
    if (isGood) {
        QCOMPARE(line.read().code(), 0);
        return;
    }
    QVERIFY2(reply.words().contains(QStringLiteral("1000")), qPrintable(reply.words()));
    QVERIFY(!reply.headers.value("x-tt-logid").isEmpty());
    QVERIFY(line.isClosed(10'000));
    QCOMPARE(ask(place.port(), "GET", groupsPath).items().size(), 0);
}

void TestStrictness::otherNamesAndPagesAreKeptOut_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("status");
    const auto row = [](const char *host, const char *origin, int status) {
        QTest::addRow("%s, %s", host, origin) << QByteArray(host) << QByteArray(origin) << status;
    };
    row("127.0.0.1", "", 200);
    row("127.0.0.1:7700", "", 200);
    row("[::1]:7700", "", 200);
    row("LocalHost:1", "", 200);
    row("127.0.0.1", "http://127.0.0.1:3000", 200);
    row("127.0.0.1", "http://localhost", 200);
    row("evil.example", "", 403);
    row("127.0.0.1.evil.example", "", 403);
    row("localhost.evil.example:7700", "", 403);
    row("127.0.0.1@evil.example", "", 403);
    row("192.168.0.1", "", 403);
    row("127.0.0.1", "https://evil.example", 403);
    row("127.0.0.1", "null", 403);
    row("127.0.0.1", "http://127.0.0.1.evil.example", 403);
    row("127.0.0.1", "file://", 403);
}

void TestStrictness::otherNamesAndPagesAreKeptOut()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(int, status);
    Place place;
    Line line(place.port());
    line.send("GET " + groupsPath + " HTTP/1.1\r\nHost: " + host + "\r\n" + authorization() +
              (origin.isEmpty() ? QByteArray() : "Origin: " + origin + "\r\n") + "\r\n");
    const Reply reply = line.read();
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.code(), status == 200 ? 0 : 4101);
}

ROOM_TEST(TestStrictness, QCoreApplication)
#include "test_strictness.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

using namespace place;

//! The way to an endpoint: token, path, page.
class TestRoutes : public QObject
{
    Q_OBJECT

private slots:
    void tokenIsNeeded_data();
    void tokenIsNeeded();
    void unknownIsNotFound_data();
    void unknownIsNotFound();
    void pagesAreChecked_data();
    void pagesAreChecked();
};

void TestRoutes::tokenIsNeeded_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("good");
    QTest::newRow("good") << authorization() << true;
    QTest::newRow("lower case") << QByteArray("authorization: bearer " + token + "\r\n") << true;
    QTest::newRow("wrong") << QByteArray("Authorization: Bearer token-of-the-testz\r\n") << false;
    QTest::newRow("longer") << QByteArray("Authorization: Bearer " + token + "x\r\n") << false;
    QTest::newRow("empty") << QByteArray("Authorization: Bearer \r\n") << false;
    QTest::newRow("no scheme") << QByteArray("Authorization: " + token + "\r\n") << false;
    QTest::newRow("basic") << QByteArray("Authorization: Basic " + token.toBase64() + "\r\n") << false;
    QTest::newRow("none") << QByteArray("X-Authorization: no\r\n") << false;
    QTest::newRow("doubled") << QByteArray("Authorization: Bearer Bearer " + token + "\r\n") << false;
}

void TestRoutes::tokenIsNeeded()
{
    QFETCH(QByteArray, header);
    QFETCH(bool, good);
    Place place;
    for (const QByteArray &path : {groupsPath, QByteArray("/v1/audio/voices")}) {
        const Reply reply = ask(place.port(), "GET", path, {}, {}, header);
        QCOMPARE(reply.status, good ? 200 : 401);
        QCOMPARE(reply.code(), good ? 0 : 4100);
        QCOMPARE(reply.headers.value("content-type"), "application/json");
        QCOMPARE(reply.headers.value("www-authenticate"), good ? QByteArray() : QByteArray("Bearer"));
    }
    const Reply write = ask(place.port(), "POST", groupsPath, R"({"name":"a"})", "application/json", header);
    QCOMPARE(write.code(), good ? 0 : 4100);
    QCOMPARE(ask(place.port(), "GET", groupsPath).items().size(), good ? 1 : 0);
}

void TestRoutes::unknownIsNotFound_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<qint64>("code");
    const auto row = [](const char *verb, const QByteArray &path, int status, qint64 code) {
        QTest::addRow("%s %s", verb, path.constData()) << QByteArray(verb) << path << status << code;
    };
    row("GET", "/", 404, 4000);
    row("GET", "/v1/audio/voices/", 404, 4000);
    row("GET", "/v1/audio/nonsense", 404, 4000);
    for (const char *path : {"/v1/chat", "/v1/audio/speech", "/v1/audio/transcriptions",
                             "/v1/audio/simult_interpretation", "/v1/audio/s2s_chat", "/v1/audio/live/123"})
        row("GET", path, 404, 4000);
    for (const char *path : {"/v1/chat", "/v3/chat", "/v1/audio/transcriptions", "/v1/audio/rooms"})
        row("POST", path, 404, 4000);
    row("GET", "//v1/audio/voices", 200, 0); // of an SDK whose base address ends in a slash
    row("GET", "///v1/audio/voiceprint_groups", 200, 0);
    row("DELETE", "/v1/audio/voices", 404, 4000);
    row("PATCH", groupsPath, 404, 4000);
    row("OPTIONS", groupsPath, 404, 4000);
    row("PUT", groupsPath, 404, 4000);
    row("GET", groupsPath + "/1", 404, 4000);
    row("PUT", groupsPath + "/1", 404, 4200);
    row("PUT", groupsPath + "/99999999999999999999999999", 404, 4200);
    row("PUT", groupsPath + "/-1", 400, 4000);
    row("PUT", groupsPath + "/1e3", 400, 4000);
    row("PUT", groupsPath + "/%31", 404, 4200);
    row("PUT", groupsPath + "/..%2f..", 404, 4000);
    row("DELETE", groupsPath + "/' OR 1=1 --", 400, 4000);
    row("PUT", groupsPath + "/1%00", 400, 4000);
    row("GET", groupsPath + "//features", 400, 4000);
    row("GET", "http://other" + groupsPath + "/1", 404, 4000);
    row("GET", groupsPath + "/1/features", 404, 4200);
    row("GET", groupsPath + "/1/features/1/audio", 404, 4200);
    row("DELETE", groupsPath + "/1/features/1", 404, 4200);
    row("POST", groupsPath + "/1/features", 404, 4200);
    row("POST", groupsPath + "/1/speaker_identify", 404, 4200);
    row("GET", "/v1/audio/voices/1/preview", 404, 4200);
    row("GET", "/v1/audio/voices/../../etc/passwd/preview", 404, 4000);
}

void TestRoutes::unknownIsNotFound()
{
    QFETCH(QByteArray, verb);
    QFETCH(QByteArray, path);
    QFETCH(int, status);
    QFETCH(qint64, code);
    Place place;
    const Reply reply = ask(place.port(), verb, path.replace(' ', "%20"));
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.code(), code);
    QCOMPARE(reply.words().isEmpty(), code == 0);
    QCOMPARE(reply.headers.value("content-type"), "application/json");
}

void TestRoutes::pagesAreChecked_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<qint64>("code");
    for (const char *query : {"page_num=0", "page_num=-1", "page_num=x", "page_num=", "page_num=1.5",
                              "page_size=0", "page_size=201", "page_size=99999999999999", "page_size=1%00"})
        QTest::newRow(query) << QByteArray(query) << qint64(4000);
    QTest::newRow("200") << QByteArray("page_size=200") << qint64(0);
    QTest::newRow("junk beside") << QByteArray("page_size=2&&=&b&name=%zz&%ff=%fe") << qint64(0);
}

void TestRoutes::pagesAreChecked()
{
    QFETCH(QByteArray, query);
    QFETCH(qint64, code);
    Place place;
    const Reply reply = ask(place.port(), "GET", groupsPath + '?' + query);
    QCOMPARE(reply.code(), code);
    QCOMPARE(reply.status, code ? 400 : 200);
}

ROOM_TEST(TestRoutes, QCoreApplication)
#include "test_routes.moc"

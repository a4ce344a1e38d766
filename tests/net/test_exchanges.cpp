// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QJsonDocument>

namespace {

const QString path = QStringLiteral("/v1/x");

// Everything of it as one text, to look for what must not be there.
QByteArray allOf(const Exchange &exchange)
{
    QByteArrayList all{exchange.url.toEncoded(),
                       exchange.connectionName.toUtf8(),
                       exchange.logId.toUtf8(),
                       exchange.failure.toUtf8(),
                       exchange.json,
                       exchange.answer};
    for (const SentPart &part : exchange.parts)
        all << part.name << part.text.toUtf8() << part.fileName.toUtf8() << part.mimeType;
    return all.join('\n');
}

} // namespace

class ExchangesTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void facts();
    void jsonIsKept();
    void partsAreKeptWithoutAudio();
    void answerWithoutSecrets();
    void longAnswer();
    void mediaOfOwnOrigin();
    void mediaOfAnotherHost();
    void oauthWithoutBodies();
    void oauthTokensAreNotEchoed();
    void everyTry();
    void everyHop();
    void failure();
    void billed_data();
    void billed();
    void billedOnlyWhenSent();
    void cancelled_data();
    void cancelled();
    void cancelledBeforeTheStart();
    void cancelledByTheEndOfTheClient();

private:
    template <class T>
    bool done(Client &client, const Request<T> &request)
    {
        m_told.clear();
        connect(&client, &Client::exchanged, this, &ExchangesTest::keep, Qt::UniqueConnection);
        Awaited<T> answer(client, request);
        return answer.wait();
    }
    void keep(const Exchange &exchange) { m_told << exchange; }

    QList<Exchange> m_told;
};

void ExchangesTest::init()
{
    m_told.clear();
}

void ExchangesTest::facts()
{
    ScriptedServer server({Step::transcript(QStringLiteral("token-invalid.http")),
                           Step::transcript(QStringLiteral("empty-data.http"))});
    Connection connection = connectionTo(server.url());
    connection.id = QStringLiteral("id-1");
    Client client(connection);
    const QDateTime before = QDateTime::currentDateTime();
    QVERIFY(done(client, Request<Nothing>{{.path = path,
                                           .query = {{QStringLiteral("name"), QStringLiteral("妈妈")}},
                                           .permission = QStringLiteral("listVoiceprintGroup")}}));
    QCOMPARE(m_told.size(), 1);
    const Exchange refused = m_told.first();
    QVERIFY(refused.at >= before && refused.at <= QDateTime::currentDateTime());
    QCOMPARE(refused.connectionId, QStringLiteral("id-1"));
    QCOMPARE(refused.connectionName, QStringLiteral("test"));
    QCOMPARE(refused.verb, Verb::Get);
    QCOMPARE(refused.url, server.url(QStringLiteral("/v1/x?name=%E5%A6%88%E5%A6%88")));
    QCOMPARE(refused.permission, QStringLiteral("listVoiceprintGroup"));
    QVERIFY(!refused.isMedia);
    QCOMPARE(refused.httpStatus, 401);
    QCOMPARE(refused.code, 700012006);
    QCOMPARE(refused.logId, QStringLiteral("20250609163542BBBB"));
    QVERIFY(!refused.failure.isEmpty());
    QVERIFY(refused.bytesReceived > 0);
    QVERIFY(refused.json.isEmpty() && refused.parts.isEmpty());
    QVERIFY(refused.answer.contains("700012006"));

    QVERIFY(done(client, Request<Nothing>{{.path = path}}));
    QCOMPARE(m_told.size(), 1);
    QCOMPARE(m_told.first().httpStatus, 200);
    QCOMPARE(m_told.first().code, 0);
    QCOMPARE(m_told.first().logId, QStringLiteral("20250609163542AAAA"));
    QVERIFY(m_told.first().failure.isEmpty());
}

void ExchangesTest::jsonIsKept()
{
    ScriptedServer server({Step::data("{}")});
    Client client(connectionTo(server.url()));
    const QJsonObject body{{QStringLiteral("name"), QStringLiteral("妈妈 pat_secret")},
                           {QStringLiteral("icon"), QStringLiteral("https://h/a?sign=S")}};
    QVERIFY(done(client, Request<Nothing>{{.verb = Verb::Post, .path = path, .body = body}}));
    const QJsonObject kept = QJsonDocument::fromJson(m_told.first().json).object();
    QCOMPARE(kept.value(QLatin1String("name")).toString(), QStringLiteral("妈妈 …"));
    QCOMPARE(kept.value(QLatin1String("icon")).toString(), QStringLiteral("https://h/a"));
    QVERIFY(m_told.first().bytesSent > 0);
}

void ExchangesTest::partsAreKeptWithoutAudio()
{
    ScriptedServer server({Step::data("{}")});
    Client client(connectionTo(server.url()));
    const QList<FormPart> parts{
        {.name = "file", .data = "RIFFaudio", .fileName = QStringLiteral("妈.wav"), .mimeType = "audio/wav"},
        {.name = "name", .data = QStringLiteral("妈妈 pat_secret").toUtf8()},
        {.name = "raw", .data = "RIFFaudio", .mimeType = "audio/pcm"}};
    QVERIFY(done(client, Request<Nothing>{{.verb = Verb::Post, .path = path, .body = parts}}));
    const Exchange told = m_told.first();
    QCOMPARE(told.parts.size(), 3);
    QCOMPARE(told.parts[0].name, "file");
    QCOMPARE(told.parts[0].fileName, QStringLiteral("妈.wav"));
    QCOMPARE(told.parts[0].mimeType, "audio/wav");
    QCOMPARE(told.parts[0].bytes, 9);
    QCOMPARE(told.parts[1].text, QStringLiteral("妈妈 …"));
    QVERIFY(told.json.isEmpty());
    QVERIFY2(!allOf(told).contains("RIFF"), allOf(told).constData());
    QCOMPARE(told.bytesSent, server.requests().last().body().size());
}

void ExchangesTest::answerWithoutSecrets()
{
    ScriptedServer server(
        {Step::http("200 OK", "Content-Type: application/json\r\nX-Tt-Logid: L-pat_secret\r\n",
                    R"({"code":4000,"msg":"bad pat_secret at https:\/\/h\/x?sign=S",)"
                    R"("u":"https://h.cn/a.wav?sign=S\u0026x=S","q":"a?b"})")});
    Client client(connectionTo(server.url()));
    QVERIFY(done(
        client,
        Request<Nothing>{{.path = path, .query = {{QStringLiteral("name"), QStringLiteral("pat_secret")}}}}));
    const Exchange told = m_told.first();
    QCOMPARE(told.answer, QStringLiteral(R"({"code":4000,"msg":"bad … at https:\/\/h\/x",)"
                                         R"("u":"https://h.cn/a.wav","q":"a?b"})")
                              .toUtf8());
    QCOMPARE(told.failure, QStringLiteral("bad … at https://h/x"));
    QCOMPARE(told.logId, QStringLiteral("L-…"));
    QVERIFY2(!allOf(told).contains("pat_secret"), allOf(told).constData());
}

void ExchangesTest::longAnswer()
{
    ScriptedServer server({Step::json(R"({"code":0,"data":")" + QByteArray(100'000, 'x') + "\"}")});
    Client client(connectionTo(server.url()));
    QVERIFY(done(client, Request<Nothing>{{.path = path}}));
    QCOMPARE(m_told.first().answer.size(), 64 * 1024);
    QVERIFY(m_told.first().bytesReceived > 100'000);
}

void ExchangesTest::mediaOfOwnOrigin()
{
    ScriptedServer server({Step::http("200 OK", "Content-Type: audio/wav\r\n", "RIFFaudio"),
                           Step::json(R"({"code":4200,"msg":"gone"})", "404 Not Found")});
    Client client(connectionTo(server.url()));
    connect(&client, &Client::exchanged, this, &ExchangesTest::keep);
    Awaited<Media> good(client, server.url(QStringLiteral("/a.wav?sign=S")), 1000);
    QVERIFY(good.wait());
    Awaited<Media> gone(client, server.url(QStringLiteral("/a.wav?sign=S")), 1000);
    QVERIFY(gone.wait());
    QCOMPARE(m_told.size(), 2);
    for (const Exchange &told : std::as_const(m_told)) {
        QVERIFY(told.isMedia);
        QCOMPARE(told.url, server.url(QStringLiteral("/a.wav")));
        QVERIFY(told.answer.isEmpty());
    }
    QCOMPARE(m_told[0].bytesReceived, 9);
    QCOMPARE(m_told[1].code, 4200);
}

void ExchangesTest::mediaOfAnotherHost()
{
    ScriptedServer other({Step::http("200 OK", "Content-Type: audio/wav\r\n", "RIFFaudio")},
                         ScriptedServer::Protocol::Https);
    Connection connection = connectionTo(QUrl(QStringLiteral("http://127.0.0.1:9")));
    connection.authorities = {ScriptedServer::certificate()};
    Client client(connection);
    connect(&client, &Client::exchanged, this, &ExchangesTest::keep);
    Awaited<Media> media(client, other.url(QStringLiteral("/a.wav?sign=S#x")), 1000);
    QVERIFY(media.wait());
    QCOMPARE(m_told.size(), 1);
    QCOMPARE(m_told.first().url, other.url(QStringLiteral("/a.wav")));
    QCOMPARE(m_told.first().httpStatus, 200);
}

void ExchangesTest::oauthWithoutBodies()
{
    ScriptedServer server(
        {Step::json(R"({"access_token":"czu_access","refresh_token":"czu_refresh"})"),
         Step::json(R"({"error_code":"slow_down","error_message":"of czu_refresh"})", "400 Bad Request")});
    Client client(connectionTo(server.url()));
    const Request<Anything> request{
        {.verb = Verb::Post,
         .path = path,
         .body = QJsonObject{{QStringLiteral("device_code"), QStringLiteral("dev_code")}},
         .manner = Manner::OAuth}};
    for (const int status : {200, 400}) {
        QVERIFY(done(client, request));
        QCOMPARE(m_told.size(), 1);
        const Exchange told = m_told.first();
        QCOMPARE(told.httpStatus, status);
        QVERIFY(told.json.isEmpty() && told.answer.isEmpty() && told.parts.isEmpty());
        for (const char *secret : {"czu_", "dev_code", "pat_secret"})
            QVERIFY2(!allOf(told).contains(secret), allOf(told).constData());
    }
    QCOMPARE(m_told.first().failure, QStringLiteral("slow_down"));
}

void ExchangesTest::oauthTokensAreNotEchoed()
{
    // A server that says a token again, later and where none belongs.
    const QByteArray echo = R"({"code":4000,"msg":"czu_access czu_refresh dev_code"})";
    ScriptedServer server({Step::json(R"({"code":0,"data":{"access_token":"czu_access",)"
                                      R"("refresh_token":"czu_refresh"}})"),
                           Step::json(echo)});
    Client client(connectionTo(server.url()));
    QVERIFY(done(client, Request<Anything>{{.verb = Verb::Post,
                                            .path = path,
                                            .body = QJsonObject{{QStringLiteral("device_code"),
                                                                 QStringLiteral("dev_code")}},
                                            .manner = Manner::OAuth}}));
    QVERIFY(done(client, Request<Anything>{{.path = path}}));
    QCOMPARE(m_told.first().failure, QStringLiteral("… … …"));
    Awaited<Anything> shown(client, {{.path = path}});
    QVERIFY(shown.wait());
    QCOMPARE(shown.error().detail, QStringLiteral("… … …"));
    QVERIFY2(!allOf(m_told.first()).contains("czu_"), allOf(m_told.first()).constData());
}

void ExchangesTest::everyTry()
{
    ScriptedServer server({Step::http("503 Busy", {}, "busy"), Step::data("1")});
    Client client(connectionTo(server.url()), ampleLimits());
    QVERIFY(done(client, Request<Nothing>{{.path = path}}));
    QCOMPARE(m_told.size(), 2);
    QCOMPARE(m_told[0].httpStatus, 503);
    QCOMPARE(m_told[0].answer, "busy");
    QCOMPARE(m_told[1].httpStatus, 200);
}

void ExchangesTest::everyHop()
{
    ScriptedServer server(
        {Step::redirect("/y"), Step::data("1"), Step::redirect("https://other.invalid/?S")});
    Client client(connectionTo(server.url()), ampleLimits());
    QVERIFY(done(client, Request<Nothing>{{.path = path}}));
    QCOMPARE(m_told.size(), 2);
    QCOMPARE(m_told[0].httpStatus, 302);
    QVERIFY(m_told[0].failure.isEmpty());
    QCOMPARE(m_told[1].url.path(), QStringLiteral("/y"));
    QVERIFY(done(client, Request<Nothing>{{.path = path}}));
    QCOMPARE(m_told.size(), 1);
    QCOMPARE(m_told[0].httpStatus, 302);
    QVERIFY(!m_told[0].failure.isEmpty());
}

void ExchangesTest::failure()
{
    Client client(connectionTo(QUrl(QStringLiteral("http://127.0.0.1:9"))), {.tries = 1});
    QVERIFY(done(client, Request<Nothing>{{.path = path}}));
    QCOMPARE(m_told.size(), 1);
    QCOMPARE(m_told.first().httpStatus, 0);
    QCOMPARE(m_told.first().code, 0);
    QVERIFY(!m_told.first().failure.isEmpty());
    QVERIFY(m_told.first().answer.isEmpty());
}

void ExchangesTest::billed_data()
{
    QTest::addColumn<bool>("isBilledCall");
    QTest::addColumn<bool>("isBilledConnection");
    QTest::newRow("neither") << false << false;
    QTest::newRow("call") << true << false;
    QTest::newRow("connection") << false << true;
    QTest::newRow("both") << true << true;
}

void ExchangesTest::billed()
{
    QFETCH(bool, isBilledCall);
    QFETCH(bool, isBilledConnection);
    ScriptedServer server({Step::data("1"), Step::close()});
    Connection connection = connectionTo(server.url());
    connection.isBilled = isBilledConnection;
    Client client(connection, ampleLimits());
    const Request<Nothing> request{{.verb = Verb::Post,
                                    .path = path,
                                    .body = QList<FormPart>{{.name = "a", .data = "b"}},
                                    .billed = isBilledCall}};
    for (int i = 0; i < 2; ++i) { // also when no answer came
        QVERIFY(done(client, request));
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_told.first().billed, isBilledCall && isBilledConnection);
    }
}

void ExchangesTest::billedOnlyWhenSent()
{
    Connection connection = connectionTo(QUrl(QStringLiteral("http://127.0.0.1:9")));
    connection.isBilled = true;
    Client client(connection, ampleLimits());
    QVERIFY(done(client, Request<Nothing>{{.verb = Verb::Post,
                                           .path = path,
                                           .body = QList<FormPart>{{.name = "a", .data = "b"}},
                                           .billed = true}}));
    QCOMPARE(m_told.size(), 1);
    QVERIFY(!m_told.first().billed);
}

void ExchangesTest::cancelled_data()
{
    QTest::addColumn<Verb>("verb");
    QTest::newRow("GET") << Verb::Get;
    QTest::newRow("POST") << Verb::Post;
    QTest::newRow("DELETE") << Verb::Delete;
}

void ExchangesTest::cancelled()
{
    QFETCH(Verb, verb);
    ScriptedServer server({Step::stall()});
    Connection connection = connectionTo(server.url());
    connection.isBilled = true;
    Client client(connection);
    connect(&client, &Client::exchanged, this, &ExchangesTest::keep);
    Body body;
    if (verb == Verb::Post)
        body = QList<FormPart>{{.name = "a", .data = "b"}};
    Awaited<Nothing> answer(client, {{.verb = verb, .path = path, .body = body, .billed = true}});
    QTRY_COMPARE(server.requests().size(), 1);
    QTRY_VERIFY(answer.call->isSent());
    answer.call->abort();
    QCOMPARE(m_told.size(), 1);
    QCOMPARE(m_told.first().failure, Call::cancelled());
    QCOMPARE(m_told.first().httpStatus, 0);
    QVERIFY(m_told.first().billed);
    QTest::qWait(50);
    QCOMPARE(m_told.size(), 1);
    QCOMPARE(answer.results.size(), 0);
}

void ExchangesTest::cancelledBeforeTheStart()
{
    Client client(connectionTo(QUrl(QStringLiteral("http://127.0.0.1:9"))));
    connect(&client, &Client::exchanged, this, &ExchangesTest::keep);
    Awaited<Nothing> answer(client, {{.verb = Verb::Delete, .path = path}});
    QVERIFY(!answer.call->isSent());
    answer.call->abort();
    QTest::qWait(20);
    QCOMPARE(m_told.size(), 0);
}

void ExchangesTest::cancelledByTheEndOfTheClient()
{
    ScriptedServer server({Step::stall()});
    auto client = std::make_unique<Client>(connectionTo(server.url()));
    connect(client.get(), &Client::exchanged, this, &ExchangesTest::keep);
    Awaited<Nothing> answer(*client, {{.verb = Verb::Delete, .path = path}});
    QTRY_COMPARE(server.requests().size(), 1);
    client.reset();
    QCOMPARE(m_told.size(), 1);
    QCOMPARE(m_told.first().failure, Call::cancelled());
}

ROOM_TEST(ExchangesTest, QCoreApplication)
#include "test_exchanges.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/scriptedserver.h"

#include "base/process.h"
#include "runner.h"

#include <QJsonDocument>
#include <QSignalSpy>

using Kind = Error::Kind;

namespace {

QStringList logged;

void keepLog(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged << text;
}

} // namespace

class ClientTest : public QObject
{
    Q_OBJECT
private slots:
    void addresses_data();
    void addresses();
    void headers();
    void jsonBody();
    void formBody();
    void emptyForm();
    void deleteHasNoBody();
    void noCookies();
    void logIdOfMalformedRecord();
    void deliversLaterAndOnce();
    void abortIsSilence();
    void abortBeforeTheStart();
    void receiverGone();
    void clientGone();
    void clientGoneInsideDelivery();
    void receiverGoneInsideDelivery();
    void progress();
    void unauthorizedIsTold();
    void tokenIsNeverLogged();
    void keptConnectionIsUsedAgain();
};

void ClientTest::addresses_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QString>("path");
    QTest::addColumn<Query>("query");
    QTest::addColumn<QByteArray>("target");

    const QString path = QStringLiteral("/v1/x");
    const auto named = [](const QString &value) { return Query{{QStringLiteral("name"), value}}; };
    QTest::newRow("plain") << QString() << path << Query{} << QByteArray("/v1/x");
    QTest::newRow("slashes") << QStringLiteral("///") << path << Query{} << QByteArray("/v1/x");
    QTest::newRow("folder") << QStringLiteral("/proxy/") << path << Query{} << QByteArray("/proxy/v1/x");
    QTest::newRow("query of base") << QStringLiteral("/?a=b#c") << path << Query{} << QByteArray("/v1/x");
    QTest::newRow("plus") << QString() << path << named(QStringLiteral("a+b"))
                          << QByteArray("/v1/x?name=a%2Bb");
    QTest::newRow("separators") << QString() << path << named(QStringLiteral("a&b#c=d;e?f/g%20"))
                                << QByteArray("/v1/x?name=a%26b%23c%3Dd%3Be%3Ff%2Fg%2520");
    QTest::newRow("blank") << QString() << path << named(QStringLiteral(" ")) << QByteArray("/v1/x?name=%20");
    QTest::newRow("Chinese") << QString() << path << named(QStringLiteral("音箱"))
                             << QByteArray("/v1/x?name=%E9%9F%B3%E7%AE%B1");
    QTest::newRow("two") << QString() << path
                         << Query{{QStringLiteral("a"), QStringLiteral("1")},
                                  {QStringLiteral("b"), QString()}}
                         << QByteArray("/v1/x?a=1&b=");
    QTest::newRow("encoded path") << QString() << QStringLiteral("/v1/a%2Fb%3Fc") << Query{}
                                  << QByteArray("/v1/a%2Fb%3Fc");
}

void ClientTest::addresses()
{
    QFETCH(QString, suffix);
    QFETCH(QString, path);
    QFETCH(Query, query);
    QFETCH(QByteArray, target);
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(QUrl(server.url().toString() + suffix)));
    Awaited<Anything> answer(client, {{.path = path, .query = query}});
    QVERIFY(answer.wait());
    QVERIFY(answer.results.value(0, Error{}));
    QCOMPARE(server.requests().first().target(), target);
}

void ClientTest::headers()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()));
    Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
    QVERIFY(answer.wait());
    const SeenRequest seen = server.requests().first();
    QCOMPARE(seen.verb(), "GET");
    QCOMPARE(seen.header("Authorization"), "Bearer pat_secret");
    QVERIFY(seen.header("Content-Type").isEmpty());
    QVERIFY(seen.header("Upgrade").isEmpty());
    QVERIFY2(seen.header("User-Agent").startsWith("voiceprint-studio/" VOICEPRINT_VERSION " qt/6."),
             seen.header("User-Agent").constData());
    QVERIFY2(seen.header("User-Agent").contains(" linux/"), seen.header("User-Agent").constData());
    const QJsonObject about = QJsonDocument::fromJson(seen.header("X-Coze-Client-User-Agent")).object();
    QCOMPARE(about.keys(),
             QStringList({QStringLiteral("lang"), QStringLiteral("lang_version"), QStringLiteral("os_name"),
                          QStringLiteral("os_version"), QStringLiteral("version")}));
}

void ClientTest::jsonBody()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()));
    const QJsonObject body{{QStringLiteral("name"), QStringLiteral("音箱 <b>")}};
    for (const Verb verb : {Verb::Post, Verb::Put}) {
        Awaited<Nothing> answer(client, {{.verb = verb, .path = QStringLiteral("/x"), .body = body}});
        QVERIFY(answer.wait());
        const SeenRequest seen = server.requests().last();
        QCOMPARE(seen.verb(), verb == Verb::Post ? "POST" : "PUT");
        QCOMPARE(seen.header("Content-Type"), "application/json");
        QCOMPARE(QJsonDocument::fromJson(seen.body()).object(), body);
    }
}

void ClientTest::formBody()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()));
    const QByteArray audio("RIFF\0\r\n--boundary\r\n\xff", 20);
    const QList<FormPart> parts{{.name = "file",
                                 .data = audio,
                                 .fileName = QStringLiteral("妈\"妈\r\n.wav"),
                                 .mimeType = "audio/wav"},
                                {.name = "name", .data = QStringLiteral("妈妈").toUtf8()}};
    for (const Verb verb : {Verb::Post, Verb::Put}) {
        Awaited<Nothing> answer(client, {{.verb = verb, .path = QStringLiteral("/x"), .body = parts}});
        QVERIFY(answer.wait());
        QVERIFY(answer.results.value(0, Error{}));
        const SeenRequest seen = server.requests().last();
        QCOMPARE(seen.verb(), verb == Verb::Post ? "POST" : "PUT");
        const QByteArray type = seen.header("Content-Type");
        QVERIFY2(type.startsWith("multipart/form-data; boundary=\""), type.constData());
        const QByteArray boundary = type.mid(type.indexOf('"') + 1).chopped(1);
        QCOMPARE(seen.header("Content-Length").toLongLong(), seen.body().size());
        const QByteArray expected =
            "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" +
            QStringLiteral("妈%22妈%0D%0A.wav").toUtf8() + "\"\r\nContent-Type: audio/wav\r\n\r\n" + audio +
            "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n" +
            QStringLiteral("妈妈").toUtf8() + "\r\n--" + boundary + "--\r\n";
        QCOMPARE(seen.body(), expected);
    }
}

void ClientTest::emptyForm()
{
    ScriptedServer server({Step::data("null")});
    Client client(connectionTo(server.url()));
    Awaited<Nothing> answer(client,
                            {{.verb = Verb::Put, .path = QStringLiteral("/x"), .body = QList<FormPart>()}});
    QVERIFY(answer.wait());
    QVERIFY(answer.results.value(0, Error{}));
    QVERIFY(server.requests().first().header("Content-Type").startsWith("multipart/form-data"));
}

void ClientTest::deleteHasNoBody()
{
    ScriptedServer server({Step::json(R"({"code":0,"msg":""})")});
    Client client(connectionTo(server.url()));
    Awaited<Nothing> answer(client, {{.verb = Verb::Delete, .path = QStringLiteral("/x")}});
    QVERIFY(answer.wait());
    QVERIFY(answer.results.value(0, Error{}));
    const SeenRequest seen = server.requests().first();
    QCOMPARE(seen.verb(), "DELETE");
    QVERIFY(seen.body().isEmpty());
    QVERIFY(seen.header("Content-Type").isEmpty());
    QVERIFY(seen.header("Transfer-Encoding").isEmpty());
}

void ClientTest::noCookies()
{
    Step step = Step::http("200 OK", "Content-Type: application/json\r\nSet-Cookie: a=b; Path=/\r\n",
                           R"({"code":0})");
    ScriptedServer server({step});
    Client client(connectionTo(server.url()));
    for (int i = 0; i < 2; ++i) {
        Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
        QVERIFY(answer.wait());
        QVERIFY(server.requests().last().header("Cookie").isEmpty());
    }
}

namespace {

struct Picky
{
    static Result<Picky> fromJson(const QJsonValue &)
    {
        return Error{.kind = Kind::Malformed, .detail = QStringLiteral("no id")};
    }
};

} // namespace

void ClientTest::logIdOfMalformedRecord()
{
    ScriptedServer server({Step::transcript(QStringLiteral("empty-data.http"))});
    Client client(connectionTo(server.url()));
    Awaited<Picky> answer(client, {{.path = QStringLiteral("/x")}});
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Malformed");
    QCOMPARE(answer.error().logId, QStringLiteral("20250609163542AAAA"));
}

void ClientTest::deliversLaterAndOnce()
{
    Client client(connectionTo(QUrl(QStringLiteral("nonsense"))));
    Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
    QCOMPARE(answer.results.size(), 0);
    QVERIFY(answer.call);
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Refused");
    QTRY_VERIFY(!answer.call);
}

void ClientTest::abortIsSilence()
{
    ScriptedServer server({Step::stall()});
    Client client(connectionTo(server.url()));
    Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
    QTRY_COMPARE(server.requests().size(), 1);
    answer.call->abort();
    QCOMPARE(answer.finished, 1);
    QTest::qWait(50);
    QCOMPARE(answer.finished, 1);
    QCOMPARE(answer.results.size(), 0);
    QVERIFY(!answer.call);
}

void ClientTest::abortBeforeTheStart()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()));
    Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
    answer.call->abort();
    QVERIFY(answer.wait());
    QTest::qWait(50);
    QCOMPARE(answer.results.size(), 0);
    QCOMPARE(server.requests().size(), 0);
}

void ClientTest::receiverGone()
{
    ScriptedServer server({Step{.answer = Step::data("1").answer, .delay = std::chrono::milliseconds(300)}});
    Client client(connectionTo(server.url()));
    auto receiver = std::make_unique<QObject>();
    int answers = 0;
    QPointer<Call> call = client.send(Request<Nothing>{{.path = QStringLiteral("/x")}}, receiver.get(),
                                      [&](const Result<Nothing> &) { ++answers; });
    QSignalSpy finished(call, &Call::finished);
    bool isToldItself = false;
    connect(call, &Call::finished, receiver.get(), [&] { isToldItself = true; });
    QTRY_COMPARE(server.requests().size(), 1);
    receiver.reset();
    QCOMPARE(finished.size(), 1);
    QVERIFY(!isToldItself);
    QTest::qWait(450);
    QCOMPARE(answers, 0);
    QVERIFY(!call);
}

void ClientTest::clientGone()
{
    ScriptedServer server({Step{.answer = Step::data("1").answer, .delay = std::chrono::milliseconds(300)}});
    auto client = std::make_unique<Client>(connectionTo(server.url()));
    Awaited<Nothing> get(*client, {{.path = QStringLiteral("/x")}});
    Awaited<Nothing> post(*client, {{.verb = Verb::Post,
                                     .path = QStringLiteral("/x"),
                                     .body = QList<FormPart>{{.name = "a", .data = "b"}}}});
    Awaited<Nothing> unsent(*client, {{.path = QStringLiteral("/x")}});
    QTRY_COMPARE(server.requests().size(), 3);
    Awaited<Media> media(*client, server.url(QStringLiteral("/a.wav")), 1000);
    client.reset();
    QTest::qWait(450);
    for (const int finished : {get.finished, post.finished, unsent.finished, media.finished})
        QCOMPARE(finished, 1);
    QCOMPARE(get.results.size() + post.results.size() + unsent.results.size() + media.results.size(), 0);
}

void ClientTest::clientGoneInsideDelivery()
{
    ScriptedServer server({Step::json(R"({"code":4100,"msg":"x"})", "401 Unauthorized")});
    auto *client = new Client(connectionTo(server.url()));
    QString kept = QStringLiteral("what a handler holds must outlive the call");
    QString seen;
    int finished = 0;
    Call *call = client->send(Request<Nothing>{{.path = QStringLiteral("/x")}}, this,
                              [&seen, client, kept](const Result<Nothing> &) {
                                  delete client;
                                  seen = kept;
                              });
    connect(call, &Call::finished, this, [&] { ++finished; });
    QTRY_COMPARE(seen, kept);
    QTest::qWait(20);
    QCOMPARE(finished, 1);
}

void ClientTest::receiverGoneInsideDelivery()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()));
    auto *receiver = new QObject;
    int answers = 0;
    int finished = 0;
    Call *call = client.send(Request<Nothing>{{.path = QStringLiteral("/x")}}, receiver,
                             [&answers, receiver](const Result<Nothing> &) {
                                 ++answers;
                                 delete receiver;
                             });
    connect(call, &Call::finished, this, [&] { ++finished; });
    QTRY_COMPARE(finished, 1);
    QTest::qWait(20);
    QCOMPARE(answers, 1);
    QCOMPARE(finished, 1);
}

void ClientTest::progress()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()));
    const QByteArray audio(3'900'000, 'x');
    Awaited<Nothing> answer(
        client,
        {{.verb = Verb::Post,
          .path = QStringLiteral("/x"),
          .body = QList<FormPart>{{.name = "file", .data = audio, .fileName = QStringLiteral("a.wav")}}}});
    QList<qint64> sent;
    qint64 total = 0;
    connect(answer.call, &Call::progressed, this, [&](qint64 bytes, qint64 all) {
        sent << bytes;
        total = all;
    });
    QVERIFY(answer.wait(20'000));
    QVERIFY(answer.results.value(0, Error{}));
    QVERIFY(!sent.isEmpty());
    QVERIFY(std::is_sorted(sent.cbegin(), sent.cend()));
    QCOMPARE(total, server.requests().first().body().size());
    QCOMPARE(sent.last(), total);
}

void ClientTest::unauthorizedIsTold()
{
    ScriptedServer server({Step::transcript(QStringLiteral("token-invalid.http")), Step::data("1")});
    Client client(connectionTo(server.url()));
    QSignalSpy unauthorized(&client, &Client::unauthorized);
    Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Unauthorized");
    QCOMPARE(answer.error().code, 700012006);
    QCOMPARE(answer.error().logId, QStringLiteral("20250609163542BBBB"));
    QCOMPARE(unauthorized.size(), 1);
    Awaited<Nothing> good(client, {{.path = QStringLiteral("/x")}});
    QVERIFY(good.wait());
    QCOMPARE(unauthorized.size(), 1);
}

void ClientTest::tokenIsNeverLogged()
{
    logged.clear();
    QLoggingCategory::setFilterRules(QStringLiteral("*=true"));
    const QtMessageHandler before = qInstallMessageHandler(keepLog);
    {
        ScriptedServer server({Step::transcript(QStringLiteral("token-invalid.http"))});
        Client client(connectionTo(server.url()));
        Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x"),
                                          .query = {{QStringLiteral("name"), QStringLiteral("private")}}}});
        answer.wait();
        Awaited<Media> media(client, server.url(QStringLiteral("/a.wav?secret=1")), 1000);
        media.wait();
    }
    qInstallMessageHandler(before);
    QLoggingCategory::setFilterRules({});
    QVERIFY(logged.contains(QStringLiteral("GET /x 401 700012006")));
    const QString all = logged.join(QLatin1Char('\n'));
    QVERIFY2(!all.contains(QStringLiteral("pat_secret")), qPrintable(all));
    QVERIFY2(!all.contains(QStringLiteral("GET /a.wav?")), qPrintable(all));
}

void ClientTest::keptConnectionIsUsedAgain()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()));
    for (int i = 0; i < 3; ++i) {
        Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
        QVERIFY(answer.wait());
    }
    QCOMPARE(server.requests().last().connection, server.requests().first().connection);
}

ROOM_TEST(ClientTest, QCoreApplication)
#include "test_client.moc"

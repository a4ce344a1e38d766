// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QJsonDocument>
#include <QSignalSpy>

using Kind = Error::Kind;

namespace {

const QString path = QStringLiteral("/v1/x");

// Gives what it is told to, one after the other, the last one again and again; at once or later.
class ScriptedTokens : public TokenSource
{
public:
    explicit ScriptedTokens(const QList<Result<QByteArray>> &script, bool isLate = false)
        : m_script(script)
        , m_isLate(isLate)
    {}

    void ask(const QByteArray &refused, QObject *receiver, Deliver deliver) override
    {
        asked << refused;
        const Result<QByteArray> token = m_script.first();
        if (m_script.size() > 1)
            m_script.removeFirst();
        if (m_isLate)
            QTimer::singleShot(20, receiver, [deliver, token] { deliver(token); });
        else
            deliver(token);
    }

    QByteArrayList asked;

private:
    QList<Result<QByteArray>> m_script;
    const bool m_isLate;
};

// Keeps the asker waiting until it is told to answer.
class HeldTokens : public TokenSource
{
public:
    void ask(const QByteArray &, QObject *, Deliver deliver) override { waiting = std::move(deliver); }

    Deliver waiting;
};

QByteArrayList bearers(const ScriptedServer &server)
{
    QByteArrayList all;
    for (const SeenRequest &request : server.requests())
        all << request.header("Authorization");
    return all;
}

Step refusal()
{
    return Step::transcript(QStringLiteral("token-invalid.http"));
}

} // namespace

class TokensTest : public QObject
{
    Q_OBJECT
private slots:
    void askedBeforeEachCall();
    void mediaOfTheOwnOriginOnly();
    void renewedOnce_data();
    void renewedOnce();
    void onlyTheServiceRefusesATokenOf_data();
    void onlyTheServiceRefusesATokenOf();
    void noOtherHeaderIsMadeOfIt_data();
    void noOtherHeaderIsMadeOfIt();
    void renewalIsNoTry();
    void refusedAgain();
    void writesAreNotSentAgain_data();
    void writesAreNotSentAgain();
    void noToken();
    void noNewToken();
    void mayComeAfterTheEnd();
    void sourceMayBeReplacedMeanwhile();
    void withoutSourceNothingIsRenewed();
    void bodyOfAChallenge();
    void oauthHasNoBearer();
    void oauthAnswers_data();
    void oauthAnswers();
    void oauthFailures_data();
    void oauthFailures();
    void permissionIsNamed();
};

void TokensTest::askedBeforeEachCall()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()));
    const auto source = std::make_shared<ScriptedTokens>(
        QList<Result<QByteArray>>{QByteArray("one"), QByteArray("two")}, true);
    client.setTokenSource(source);
    for (const Verb verb : {Verb::Get, Verb::Post, Verb::Delete}) {
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(answer.wait());
        QVERIFY(answer.results.value(0, Error{}));
    }
    QCOMPARE(source->asked, QByteArrayList({"", "", ""}));
    QCOMPARE(bearers(server), QByteArrayList({"Bearer one", "Bearer two", "Bearer two"}));
}

void TokensTest::mediaOfTheOwnOriginOnly()
{
    const Step sound = Step::http("200 OK", "Content-Type: audio/wav\r\n", "x");
    ScriptedServer home({sound});
    ScriptedServer other({sound}, ScriptedServer::Protocol::Https);
    Connection connection = connectionTo(home.url());
    connection.authorities = {ScriptedServer::certificate()};
    Client client(connection);
    const auto source = std::make_shared<ScriptedTokens>(QList<Result<QByteArray>>{QByteArray("one")});
    client.setTokenSource(source);
    Awaited<Media> own(client, home.url(QStringLiteral("/a.wav")), 1000);
    QVERIFY(own.wait());
    Awaited<Media> foreign(client, other.url(QStringLiteral("/a.wav")), 1000);
    QVERIFY(foreign.wait());
    QCOMPARE(bearers(home), QByteArrayList({"Bearer one"}));
    QCOMPARE(bearers(other), QByteArrayList({""}));
    QCOMPARE(source->asked.size(), 1);
}

void TokensTest::renewedOnce_data()
{
    QTest::addColumn<QByteArray>("refused");
    QTest::newRow("700012006") << refusal().answer;
    QTest::newRow("4100") << Step::json(R"({"code":4100,"msg":"x"})").answer;
}

void TokensTest::renewedOnce()
{
    QFETCH(QByteArray, refused);
    ScriptedServer server({Step{.answer = refused}, Step::data("1")});
    TimeLimits limits = ampleLimits();
    limits.tries = 1; // a new token is no second try
    Client client(connectionTo(server.url()), limits);
    const auto source = std::make_shared<ScriptedTokens>(
        QList<Result<QByteArray>>{QByteArray("old"), QByteArray("new")}, true);
    client.setTokenSource(source);
    QSignalSpy unauthorized(&client, &Client::unauthorized);
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait());
    QVERIFY(answer.results.value(0, Error{}));
    QCOMPARE(source->asked, QByteArrayList({"", "old"}));
    QCOMPARE(bearers(server), QByteArrayList({"Bearer old", "Bearer new"}));
    QCOMPARE(unauthorized.size(), 0);
}

void TokensTest::onlyTheServiceRefusesATokenOf_data()
{
    QTest::addColumn<Step>("step");
    for (const char *status : {"401 Unauthorized", "403 Forbidden", "407 Proxy", "511 Sign in"}) {
        QTest::addRow("%s", status) << Step::http(status, {}, {});
        QTest::addRow("%s, HTML", status) << Step::http(status, "Content-Type: text/html\r\n", "<html>");
        QTest::addRow("%s, JSON", status) << Step::json(R"({"message":"Unauthorized"})", status);
        QTest::addRow("%s, status as code", status)
            << Step::json("{\"code\":" + QByteArray(status).left(3) + R"(,"msg":"Unauthorized"})", status);
    }
    QTest::newRow("401 as code at 200") << Step::json(R"({"code":401,"msg":"Unauthorized"})");
    QTest::newRow("another code") << Step::json(R"({"code":16,"message":"x"})", "401 Unauthorized");
    QTest::newRow("sign-in page") << Step::redirect("http://portal.invalid/login");
}

void TokensTest::onlyTheServiceRefusesATokenOf()
{
    QFETCH(Step, step);
    ScriptedServer server({step});
    Client client(connectionTo(server.url()), ampleLimits());
    const auto source = std::make_shared<ScriptedTokens>(QList<Result<QByteArray>>{QByteArray("one")});
    client.setTokenSource(source);
    QSignalSpy unauthorized(&client, &Client::unauthorized);
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait());
    QVERIFY2(answer.error().kind == Kind::Stranger || answer.error().kind == Kind::Offline,
             nameOf(answer.error().kind));
    QCOMPARE(source->asked, QByteArrayList({""})); // no other one
    QCOMPARE(unauthorized.size(), 0);
    QVERIFY(answer.error().permission.isEmpty());
}

void TokensTest::noOtherHeaderIsMadeOfIt_data()
{
    QTest::addColumn<QByteArray>("token");
    for (const char *token : {"pat_x\r\nX-Evil: 1", "pat_x\n", "pat x", "pat_\xc3\xa9", "\x7f"})
        QTest::addRow("%s", QByteArray(token).toPercentEncoding().constData()) << QByteArray(token);
}

// Whoever gave it should have refused it; here is the last door.
void TokensTest::noOtherHeaderIsMadeOfIt()
{
    QFETCH(QByteArray, token);
    ScriptedServer server({Step::data("1")});
    Connection connection = connectionTo(server.url());
    connection.token = token;
    Client client(connection, ampleLimits());
    for (const Verb verb : {Verb::Get, Verb::Post}) {
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Unauthorized");
        QCOMPARE(answer.error().obstacle, Error::Obstacle::BadToken);
        QVERIFY(!answer.error().isOutcomeUnknown);
    }
    QCOMPARE(server.connections(), 0);
}

void TokensTest::renewalIsNoTry()
{
    ScriptedServer server({refusal(), Step::http("503 Busy", {}, {}), Step::data("1")});
    TimeLimits limits = ampleLimits();
    limits.tries = 2;
    Client client(connectionTo(server.url()), limits);
    const auto source = std::make_shared<ScriptedTokens>(
        QList<Result<QByteArray>>{QByteArray("old"), QByteArray("new")}, true);
    client.setTokenSource(source);
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait());
    QVERIFY2(answer.results.value(0, Error{}), qPrintable(answer.error().detail));
    QCOMPARE(source->asked, QByteArrayList({"", "old", ""})); // the new one was not refused
}

void TokensTest::refusedAgain()
{
    ScriptedServer server({refusal()});
    Client client(connectionTo(server.url()), ampleLimits());
    const auto source = std::make_shared<ScriptedTokens>(QList<Result<QByteArray>>{QByteArray("old")});
    client.setTokenSource(source);
    QSignalSpy unauthorized(&client, &Client::unauthorized);
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Unauthorized");
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(source->asked, QByteArrayList({"", "old"}));
    QCOMPARE(unauthorized.size(), 1);
}

void TokensTest::writesAreNotSentAgain_data()
{
    QTest::addColumn<Verb>("verb");
    QTest::newRow("POST") << Verb::Post;
    QTest::newRow("PUT") << Verb::Put;
    QTest::newRow("DELETE") << Verb::Delete;
}

void TokensTest::writesAreNotSentAgain()
{
    QFETCH(Verb, verb);
    ScriptedServer server({refusal(), Step::data("1")});
    Client client(connectionTo(server.url()), ampleLimits());
    const auto source = std::make_shared<ScriptedTokens>(
        QList<Result<QByteArray>>{QByteArray("old"), QByteArray("new")}, true);
    client.setTokenSource(source);
    Awaited<Nothing> answer(client, requestOf(verb));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Unauthorized");
    QCOMPARE(answer.error().code, 700012006);
    QVERIFY(!answer.error().isOutcomeUnknown);
    QTest::qWait(50);
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(source->asked, QByteArrayList({"", "old"})); // so that the user's own next try succeeds
}

void TokensTest::noToken()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()), ampleLimits());
    client.setTokenSource(std::make_shared<ScriptedTokens>(
        QList<Result<QByteArray>>{Error{.kind = Kind::Keyring, .detail = QStringLiteral("locked")}}));
    Awaited<Nothing> answer(client, requestOf(Verb::Post));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Keyring");
    QCOMPARE(answer.error().detail, QStringLiteral("locked"));
    QCOMPARE(server.connections(), 0);
}

void TokensTest::noNewToken()
{
    ScriptedServer server({refusal()});
    Client client(connectionTo(server.url()), ampleLimits());
    client.setTokenSource(std::make_shared<ScriptedTokens>(QList<Result<QByteArray>>{
        QByteArray("old"), Error{.kind = Kind::Refused, .detail = QStringLiteral("invalid_grant")}}));
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait());
    QCOMPARE(answer.error().detail, QStringLiteral("invalid_grant"));
    QCOMPARE(server.requests().size(), 1);
}

void TokensTest::mayComeAfterTheEnd()
{
    ScriptedServer server({refusal()});
    Client client(connectionTo(server.url()), ampleLimits());
    const auto source = std::make_shared<HeldTokens>();
    client.setTokenSource(source);
    Awaited<Nothing> first(client, requestOf(Verb::Get));
    QTRY_VERIFY(source->waiting);
    first.call->abort();
    source->waiting(Error{.kind = Kind::Keyring});
    QTest::qWait(20);
    QCOMPARE(server.connections(), 0);

    source->waiting = nullptr;
    Awaited<Nothing> second(client, requestOf(Verb::Get));
    QTRY_VERIFY(source->waiting);
    std::exchange(source->waiting, nullptr)(QByteArray("old"));
    QTRY_VERIFY(source->waiting); // for a new one
    second.call->abort();
    source->waiting(Error{.kind = Kind::Keyring});
    QTest::qWait(20);
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(first.results.size() + second.results.size(), 0);
}

void TokensTest::sourceMayBeReplacedMeanwhile()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()), ampleLimits());
    auto source = std::make_shared<ScriptedTokens>(QList<Result<QByteArray>>{QByteArray("one")}, true);
    client.setTokenSource(source);
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QTRY_COMPARE(source->asked.size(), 1);
    const std::weak_ptr<ScriptedTokens> old = source;
    source.reset();
    client.setTokenSource(std::make_shared<ScriptedTokens>(QList<Result<QByteArray>>{QByteArray("two")}));
    QVERIFY(old.lock());
    QVERIFY(answer.wait());
    QCOMPARE(bearers(server), QByteArrayList({"Bearer one"}));
}

void TokensTest::withoutSourceNothingIsRenewed()
{
    ScriptedServer server({refusal()});
    Client client(connectionTo(server.url()), ampleLimits());
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Unauthorized");
    QCOMPARE(server.requests().size(), 1);
}

void TokensTest::bodyOfAChallenge()
{
    // Qt itself looks at these headers, and must not swallow the service's words.
    for (const char *challenge :
         {"Bearer", "Bearer realm=\"coze\", error=\"invalid_token\"", "Basic realm=\"x\"",
          "Digest realm=\"x\", nonce=\"y\"", "Negotiate", "NTLM"}) {
        const Step step = Step::http(
            "401 Unauthorized",
            "Content-Type: application/json\r\nWWW-Authenticate: " + QByteArray(challenge) + "\r\n",
            R"({"code":700012006,"msg":"access token invalid","detail":{"logid":"L"}})");
        ScriptedServer server({step});
        Client client(connectionTo(server.url()), ampleLimits());
        for (const Verb verb : {Verb::Get, Verb::Post, Verb::Delete}) {
            Awaited<Nothing> answer(client, requestOf(verb));
            QVERIFY(answer.wait());
            QCOMPARE(nameOf(answer.error().kind), "Unauthorized");
            QVERIFY2(answer.error().code == 700012006, challenge);
            QCOMPARE(answer.error().logId, QStringLiteral("L"));
        }
        QCOMPARE(server.requests().size(), 3);
    }
}

void TokensTest::oauthHasNoBearer()
{
    ScriptedServer server({Step::json(R"({"error":"invalid_client"})", "401 Unauthorized")});
    Client client(connectionTo(server.url()), ampleLimits());
    const auto source = std::make_shared<ScriptedTokens>(QList<Result<QByteArray>>{QByteArray("one")});
    client.setTokenSource(source);
    QSignalSpy unauthorized(&client, &Client::unauthorized);
    Request<Nothing> request = requestOf(Verb::Post);
    request.manner = Manner::OAuth;
    Awaited<Nothing> answer(client, request);
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Refused");
    QCOMPARE(bearers(server), QByteArrayList({""}));
    QVERIFY(!server.requests().first().header("X-Coze-Client-User-Agent").isEmpty());
    QCOMPARE(source->asked.size(), 0);
    QCOMPARE(unauthorized.size(), 0);
}

void TokensTest::oauthAnswers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("bare") << QByteArray(R"({"access_token":"a","expires_in":1})")
                          << QByteArray(R"({"access_token":"a","expires_in":1})");
    QTest::newRow("enveloped") << QByteArray(R"({"code":0,"msg":"","data":{"access_token":"a"}})")
                               << QByteArray(R"({"access_token":"a"})");
    QTest::newRow("code beside") << QByteArray(R"({"code":0,"access_token":"a"})")
                                 << QByteArray(R"({"access_token":"a","code":0})");
    QTest::newRow("no error") << QByteArray(R"({"access_token":"a","error":null,"error_code":""})")
                              << QByteArray(R"({"access_token":"a","error":null,"error_code":""})");
}

void TokensTest::oauthAnswers()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, data);
    ScriptedServer server({Step::json(answer)});
    Client client(connectionTo(server.url()));
    Awaited<Anything> awaited(client, {{.verb = Verb::Post, .path = path, .manner = Manner::OAuth}});
    QVERIFY(awaited.wait());
    QVERIFY2(awaited.results.value(0, Error{}), qPrintable(awaited.error().detail));
    QCOMPARE(QJsonDocument(awaited.results.first()->data.toObject()).toJson(QJsonDocument::Compact), data);
}

void TokensTest::oauthFailures_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const char *status, const char *answer, const char *kind,
                        const char *detail, int code) {
        QTest::newRow(name) << QByteArray(status) << QByteArray(answer) << QByteArray(kind)
                            << QString::fromUtf8(detail) << code;
    };
    row("error_code", "400 Bad", R"({"error_code":"authorization_pending","error_message":"Wait."})",
        "Refused", "authorization_pending", 400);
    row("error", "400 Bad", R"({"error":"slow_down","error_description":"Slow."})", "Refused", "slow_down",
        400);
    row("both", "400 Bad", R"({"error_code":"access_denied","error":"Das geht nicht."})", "Refused",
        "access_denied", 400);
    row("the other way round", "400 Bad", R"({"error_code":"Nein.","error":"expired_token"})", "Refused",
        "expired_token", 400);
    row("at 200", "200 OK", R"({"error":"authorization_pending"})", "Refused", "authorization_pending", 200);
    row("at 401", "401 Unauthorized", R"({"error":"invalid_client"})", "Refused", "invalid_client", 401);
    row("at 429", "429 Slow", R"({"error":"slow_down"})", "Refused", "slow_down", 429);
    row("envelope", "400 Bad", R"({"code":4000,"msg":"no such app"})", "Refused", "no such app", 4000);
    row("envelope of a token", "401 No", R"({"code":4100,"msg":"no"})", "Refused", "no", 4100);
    row("words only", "400 Bad", R"({"error_message":"Nein."})", "Stranger", "Nein.", 400);
    row("a gateway's word", "403 Forbidden", R"({"error":"forbidden"})", "Stranger", "forbidden", 403);
    row("HTML", "403 Forbidden", "<html>", "Stranger", "HTTP 403", 403);
    row("busy", "503 Busy", "<html>", "Busy",
        "not the service itself answered, but a gateway on the way to it (HTTP 503)", 503);
    row("empty object", "200 OK", "{}", "Malformed", "no code in the answer", 200);
}

void TokensTest::oauthFailures()
{
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, kind);
    QFETCH(QString, detail);
    QFETCH(int, code);
    ScriptedServer server({Step::json(answer, status)});
    Client client(connectionTo(server.url()));
    QSignalSpy unauthorized(&client, &Client::unauthorized);
    Awaited<Anything> awaited(client, {{.verb = Verb::Post, .path = path, .manner = Manner::OAuth}});
    QVERIFY(awaited.wait());
    QCOMPARE(nameOf(awaited.error().kind), kind.constData());
    QCOMPARE(awaited.error().detail, detail);
    QCOMPARE(awaited.error().code, code);
    QCOMPARE(unauthorized.size(), 0);
}

void TokensTest::permissionIsNamed()
{
    ScriptedServer server(
        {Step::json(R"({"code":4101,"msg":"no"})"), Step::json(R"({"code":4000,"msg":"no"})")});
    Client client(connectionTo(server.url()));
    Request<Nothing> request = requestOf(Verb::Post);
    request.permission = QStringLiteral("identifyInVoiceprintGroup");
    Awaited<Nothing> forbidden(client, request);
    QVERIFY(forbidden.wait());
    QCOMPARE(nameOf(forbidden.error().kind), "Forbidden");
    QCOMPARE(forbidden.error().permission, QStringLiteral("identifyInVoiceprintGroup"));
    Awaited<Nothing> refused(client, request);
    QVERIFY(refused.wait());
    QVERIFY(refused.error().permission.isEmpty());
}

ROOM_TEST(TokensTest, QCoreApplication)
#include "test_tokens.moc"

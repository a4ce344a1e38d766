// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/account.h"

#include "account/secretroom.h"
#include "account/signinroom.h"
#include "runner.h"

using namespace std::chrono_literals;

namespace {

//! What one ask() brought.
class Asked : public QObject
{
public:
    explicit Asked(const std::shared_ptr<TokenKeeper> &keeper, const QByteArray &refused = {})
    {
        keeper->ask(refused, this, [this](const Result<QByteArray> &result) { results << result; });
    }
    bool wait()
    {
        return waitFor([this] { return !results.isEmpty(); });
    }
    QByteArray token() const
    {
        return results.size() == 1 && results[0] ? *results[0] : QByteArray("(none)");
    }
    Error error() const
    {
        return results.size() == 1 && !results[0]
                   ? results[0].error()
                   : Error{.kind = Error::Kind::File, .detail = QStringLiteral("(no error)")};
    }

    QList<Result<QByteArray>> results;
};

//! The application's own loop, and its end at once, as by closing the last window.
void runAndQuit()
{
    QTimer::singleShot(0, QCoreApplication::instance(), &QCoreApplication::quit);
    QCoreApplication::exec();
}

//! What the next start would find.
QByteArray keptForTheNextStart()
{
    SecretStore store(20s);
    return keptIn(store);
}

} // namespace

class TokenKeeperTest : public QObject
{
    Q_OBJECT
private slots:
    void givesWhatIsInTime();
    void renewsOnceForMany();
    void rotates();
    void keepsBeforeUse();
    void keepsBeforeAnybodyHasIt();
    void renewsARefusedTokenOnce();
    void neverGivesARefusedTokenAgain();
    void refusedRenewal_data();
    void refusedRenewal();
    void unreachable();
    void inTheWay_data();
    void inTheWay();
    void unknownOutcomeIsNotSentAgain();
    void clocksThatDisagree();
    void unknownTime();
    void receiverGone();
    void keeperGone();
    void storeGone();
    void storeAndKeeperGone();
    void letGoWhileDelivering();
    void oneKeeperForAConnection();
    void signedInAnewWhileRenewing();
    void reportsOnce();
    void whatTheKeyringRefusesIsTold();
    void quitWaitsForARenewal();
    void quitDoesNotWaitForEver();
    void removedAmidARenewal();

private:
    std::shared_ptr<TokenKeeper> keeper(const ScriptedServer &server, qint64 secondsLeft = 10)
    {
        return std::make_shared<TokenKeeper>(
            savedTo(server.url()), grantOf("1", secondsLeft), &m_store,
            [this] { return QDateTime::currentDateTimeUtc().addSecs(m_ahead); });
    }

    SecretStore m_store{2s};
    qint64 m_ahead = 0; // of the keeper's clock
};

void TokenKeeperTest::givesWhatIsInTime()
{
    ScriptedServer server({tokens("2")});
    const auto keeper = this->keeper(server, 900);
    QCOMPARE(Asked(keeper).token(), QByteArray("czu_1")); // at once
    m_ahead = 900 - 65;
    QCOMPARE(Asked(keeper).token(), QByteArray("czu_1"));
    QCOMPARE(server.connections(), 0);
    m_ahead = 900 - 60;
    Asked late(keeper);
    QVERIFY(late.wait());
    m_ahead = 0;
    QCOMPARE(late.token(), QByteArray("czu_2"));
    QCOMPARE(server.requests().size(), 1);
}

void TokenKeeperTest::renewsOnceForMany()
{
    ScriptedServer server({delayed(tokens("2"), 50ms), oauthError("invalid_grant")});
    const auto keeper = this->keeper(server);
    std::vector<std::unique_ptr<Asked>> asked;
    for (int i = 0; i < 9; ++i)
        asked.push_back(std::make_unique<Asked>(keeper));
    QVERIFY(waitFor([&server] { return server.requests().size() == 1; }));
    asked.push_back(std::make_unique<Asked>(keeper, "czu_1")); // amid the renewal
    for (const auto &one : asked) {
        QVERIFY(one->wait());
        QCOMPARE(one->token(), QByteArray("czu_2"));
    }
    QCOMPARE(Asked(keeper).token(), QByteArray("czu_2"));
    QTest::qWait(20);
    QCOMPARE(server.requests().size(), 1);
    const SeenRequest request = server.requests().first();
    QCOMPARE(request.verb(), QByteArray("POST"));
    QCOMPARE(request.target(), QByteArray("/api/permission/oauth2/token"));
    QCOMPARE(jsonOf(request)[u"client_id"].toString(), QStringLiteral("app.1"));
    QCOMPARE(spentBy(request), QByteArray("czr_1"));
    QVERIFY(request.header("Authorization").isEmpty());
}

void TokenKeeperTest::rotates()
{
    ScriptedServer server({tokens("2"), tokens("3")});
    const auto keeper = this->keeper(server);
    Asked first(keeper);
    QVERIFY(first.wait());
    m_ahead = 890;
    Asked second(keeper);
    QVERIFY(second.wait());
    m_ahead = 0;
    QCOMPARE(second.token(), QByteArray("czu_3"));
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(spentBy(server.requests().at(1)), QByteArray("czr_2"));
    QCOMPARE(keptIn(m_store), QByteArray("czr_3"));
}

void TokenKeeperTest::keepsBeforeUse()
{
    QVERIFY(put(m_store, grantOf("1", 10).toSecret()));
    ScriptedServer server({tokens("2")});
    const auto keeper = this->keeper(server);
    QByteArray kept;
    keeper->ask({}, this, [&](const Result<QByteArray> &token) {
        QVERIFY(token);
        // Asked for in this very moment: what is written later comes too late.
        m_store.read(QStringLiteral("c1"), this, [&kept](const Result<QByteArray> &secret) {
            kept = secret ? api::Grant::fromSecret(*secret)->refreshToken : secret.error().detail.toUtf8();
        });
    });
    QVERIFY(waitFor([&kept] { return !kept.isEmpty(); }));
    QCOMPARE(kept, QByteArray("czr_2"));
}

void TokenKeeperTest::keepsBeforeAnybodyHasIt()
{
    ScriptedServer server({tokens("2")});
    const auto keeper = this->keeper(server);
    Client reporter(connectionTo(server.url()));
    keeper->reportThrough(&reporter);
    Asked first(keeper);
    std::unique_ptr<Asked> amid;
    bool wasEarly = false;
    // The answer has come, and the store is at work.
    connect(&reporter, &Client::exchanged, this, [&] {
        QTimer::singleShot(0, this, [&] {
            amid = std::make_unique<Asked>(keeper);
            wasEarly = !first.results.isEmpty() || !amid->results.isEmpty();
        });
    });
    QVERIFY(waitFor([&amid] { return amid && !amid->results.isEmpty(); }));
    QVERIFY(!wasEarly);
    QCOMPARE(first.token(), QByteArray("czu_2"));
    QCOMPARE(amid->token(), QByteArray("czu_2"));
    QCOMPARE(server.requests().size(), 1);
}

void TokenKeeperTest::renewsARefusedTokenOnce()
{
    ScriptedServer server({tokens("2"), tokens("3")});
    const auto keeper = this->keeper(server, 900);
    Asked first(keeper, "czu_1");
    QVERIFY(first.wait());
    QCOMPARE(first.token(), QByteArray("czu_2"));
    QCOMPARE(Asked(keeper, "czu_1").token(), QByteArray("czu_2")); // a call that was refused at the same time
    QCOMPARE(Asked(keeper).token(), QByteArray("czu_2"));
    QCOMPARE(server.requests().size(), 1);
}

void TokenKeeperTest::neverGivesARefusedTokenAgain()
{
    ScriptedServer server({tokens("1"), tokens("2")});
    const auto keeper = this->keeper(server, 900);
    Asked same(keeper, "czu_1");
    QVERIFY(same.wait());
    QCOMPARE(same.error().kind, Error::Kind::Unauthorized);
    // Nor to a call that does not know of it.
    Asked next(keeper);
    QVERIFY(next.wait());
    QCOMPARE(next.token(), QByteArray("czu_2"));
}

void TokenKeeperTest::refusedRenewal_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<QString>("word");
    QTest::newRow("invalid_grant") << oauthError("invalid_grant") << QStringLiteral("invalid_grant");
    QTest::newRow("expired") << oauthError("expired_token", "401 Unauthorized")
                             << QStringLiteral("expired_token");
    QTest::newRow("HTTP 200") << oauthError("invalid_grant", "200 OK") << QStringLiteral("invalid_grant");
    QTest::newRow("forbidden") << oauthError("access_denied", "403 Forbidden")
                               << QStringLiteral("access_denied");
    QTest::newRow("as the API says it")
        << Step::json(R"({"code":700012006,"msg":"token expired"})", "401 Unauthorized")
        << QStringLiteral("token expired");
}

void TokenKeeperTest::refusedRenewal()
{
    QFETCH(Step, step);
    QFETCH(QString, word);
    ScriptedServer server({step, tokens("2")});
    const auto keeper = this->keeper(server);
    Asked first(keeper);
    Asked beside(keeper);
    QVERIFY(first.wait());
    QVERIFY(beside.wait());
    Asked later(keeper); // in vain, so nothing is sent
    for (const Asked *asked : {&first, &beside, &later}) {
        QCOMPARE(asked->error().kind, Error::Kind::Unauthorized);
        QVERIFY(asked->error().detail.contains(QLatin1String("Sign in")));
        QVERIFY2(asked->error().detail.contains(word), qPrintable(asked->error().detail));
    }
    QCOMPARE(server.requests().size(), 1);
}

void TokenKeeperTest::unreachable()
{
    ScriptedServer server({tokens("2")});
    const quint16 port = server.serverPort();
    const auto keeper = this->keeper(server);
    server.close();
    Asked first(keeper);
    QVERIFY(first.wait());
    QCOMPARE(first.error().kind, Error::Kind::Offline);
    QVERIFY(server.listen(QHostAddress::LocalHost, port));
    Asked second(keeper);
    QVERIFY(second.wait());
    QCOMPARE(second.token(), QByteArray("czu_2"));
    QCOMPARE(spentBy(server.requests().at(0)), QByteArray("czr_1"));
}

void TokenKeeperTest::inTheWay_data()
{
    QTest::addColumn<Step>("step");
    QTest::newRow("another page") << Step::redirect("https://login.example/");
    QTest::newRow("no such page") << Step::http("404 Not Found", "Content-Type: text/html\r\n", "<html>");
    QTest::newRow("busy") << Step::json("{}", "503 Service Unavailable");
    for (const char *status : {"401 Unauthorized", "403 Forbidden", "511 Sign in", "400 Bad"}) {
        QTest::addRow("%s", status) << Step::http(status, "Content-Type: text/html\r\n", "<html>");
        QTest::addRow("%s, a gateway", status) << Step::json(R"({"message":"Unauthorized"})", status);
    }
    QTest::newRow("a gateway's word") << Step::json(R"({"error":"forbidden"})", "403 Forbidden");
    QTest::newRow("a firewall") << Step::http("403 Forbidden", {}, "<title>Blocked by the firewall</title>");
    QTest::newRow("a page instead") << Step::http("200 OK", "Content-Type: text/html\r\n", "<html>");
    QTest::newRow("half the tokens") << Step::json(R"({"access_token":"czu_2","expires_in":900})");
}

// What does not come from the service itself says nothing of the sign-in.
void TokenKeeperTest::inTheWay()
{
    QFETCH(Step, step);
    ScriptedServer server({step, tokens("2")});
    const auto keeper = this->keeper(server);
    Asked first(keeper);
    QVERIFY(first.wait());
    QCOMPARE(first.token(), QByteArray("(none)"));
    QVERIFY(first.error().kind != Error::Kind::Unauthorized);
    Asked second(keeper);
    QVERIFY(second.wait());
    QCOMPARE(second.token(), QByteArray("czu_2"));
    QCOMPARE(spentBy(server.requests().last()), QByteArray("czr_1"));
}

void TokenKeeperTest::unknownOutcomeIsNotSentAgain()
{
    ScriptedServer server({Step::close(), tokens("2")});
    const auto keeper = this->keeper(server);
    Asked first(keeper);
    Asked beside(keeper);
    QVERIFY(first.wait());
    QVERIFY(beside.wait());
    QTest::qWait(20);
    QCOMPARE(first.error().kind, Error::Kind::Offline);
    QCOMPARE(beside.error().kind, Error::Kind::Offline);
    // The calls that wanted the token were never sent.
    QVERIFY(!first.error().isOutcomeUnknown);
    QCOMPARE(server.requests().size(), 1);
    Asked second(keeper);
    QVERIFY(second.wait());
    QCOMPARE(second.token(), QByteArray("czu_2"));
    QCOMPARE(spentBy(server.requests().at(1)), QByteArray("czr_1"));
}

void TokenKeeperTest::clocksThatDisagree()
{
    m_ahead = 86'400;
    ScriptedServer server({tokens("2"), tokens("3")});
    const auto keeper = this->keeper(server);
    Asked first(keeper);
    QVERIFY(first.wait());
    QCOMPARE(first.token(), QByteArray("czu_2"));
    QCOMPARE(Asked(keeper).token(), QByteArray("czu_2")); // and not a renewal for every call
    QCOMPARE(server.requests().size(), 1);
    Asked refused(keeper, "czu_2");
    QVERIFY(refused.wait());
    m_ahead = 0;
    QCOMPARE(refused.token(), QByteArray("czu_3"));
}

void TokenKeeperTest::unknownTime()
{
    ScriptedServer server({tokens("2")});
    api::Grant grant = grantOf("1", 0);
    grant.expires = {};
    const auto keeper = std::make_shared<TokenKeeper>(savedTo(server.url()), grant, &m_store);
    QCOMPARE(Asked(keeper).token(), QByteArray("czu_1"));
    Asked refused(keeper, "czu_1");
    QVERIFY(refused.wait());
    QCOMPARE(refused.token(), QByteArray("czu_2"));
}

void TokenKeeperTest::receiverGone()
{
    ScriptedServer server({delayed(tokens("2"), 20ms)});
    const auto keeper = this->keeper(server);
    bool isCalled = false;
    auto receiver = std::make_unique<QObject>();
    keeper->ask({}, receiver.get(), [&isCalled](const Result<QByteArray> &) { isCalled = true; });
    receiver.reset();
    Asked other(keeper);
    QVERIFY(other.wait());
    QCOMPARE(other.token(), QByteArray("czu_2"));
    QVERIFY(!isCalled);
}

void TokenKeeperTest::keeperGone()
{
    QVERIFY(put(m_store, grantOf("1", 10).toSecret()));
    ScriptedServer server({delayed(tokens("2"), 20ms)});
    auto keeper = this->keeper(server);
    const QPointer<TokenKeeper> watched = keeper.get();
    auto asked = std::make_unique<Asked>(keeper);
    QVERIFY(waitFor([&server] { return server.requests().size() == 1; }));
    keeper.reset();
    asked.reset();
    // The old refresh token is dead now: without the new one in the store the user would have to sign in
    // again.
    QVERIFY(waitFor([&] { return !watched; }));
    QCOMPARE(keptIn(m_store), QByteArray("czr_2"));
}

void TokenKeeperTest::storeGone()
{
    ScriptedServer server({tokens("2")});
    auto store = std::make_unique<SecretStore>(2s);
    const auto keeper = std::make_shared<TokenKeeper>(savedTo(server.url()), grantOf("1", 10), store.get());
    Asked before(keeper);
    store.reset();
    QVERIFY(before.wait());
    QCOMPARE(before.token(), QByteArray("czu_2"));

    // Amid the writing: that is under way once the answer has come.
    ScriptedServer second({tokens("2")});
    store = std::make_unique<SecretStore>(2s);
    const auto other = std::make_shared<TokenKeeper>(savedTo(second.url()), grantOf("1", 10), store.get());
    Client reporter(connectionTo(second.url()));
    other->reportThrough(&reporter);
    connect(&reporter, &Client::exchanged, &reporter,
            [&store] { QTimer::singleShot(0, [&store] { store.reset(); }); });
    Asked amid(other);
    QVERIFY(amid.wait());
    QCOMPARE(amid.token(), QByteArray("czu_2"));
    QVERIFY(waitFor([&] { return !store; }));
}

void TokenKeeperTest::storeAndKeeperGone()
{
    ScriptedServer server({Step::stall()});
    auto store = std::make_unique<SecretStore>(2s);
    auto keeper = std::make_shared<TokenKeeper>(savedTo(server.url()), grantOf("1", 10), store.get());
    const QPointer<TokenKeeper> watched = keeper.get();
    Asked asked(keeper);
    Client reporter(connectionTo(server.url()));
    keeper->reportThrough(&reporter);
    int exchanges = 0;
    connect(&reporter, &Client::exchanged, this, [&exchanges] { ++exchanges; });
    QVERIFY(waitFor([&server] { return server.requests().size() == 1; }));
    keeper.reset();
    QVERIFY(watched);
    store.reset(); // nothing can be kept any more
    QVERIFY(!watched);
    QCOMPARE(exchanges, 0); // nothing is told by what is half gone
    QVERIFY(asked.results.isEmpty());
}

void TokenKeeperTest::letGoWhileDelivering()
{
    ScriptedServer server({tokens("2")});
    auto keeper = this->keeper(server);
    const QPointer<TokenKeeper> watched = keeper.get();
    QList<QByteArray> given;
    const auto take = [&](const Result<QByteArray> &token) {
        keeper.reset();
        given << (token ? *token : QByteArray());
    };
    auto receiver = std::make_unique<QObject>();
    keeper->ask({}, this, take);
    keeper->ask({}, receiver.get(), [&](const Result<QByteArray> &token) {
        receiver.reset();
        take(token);
    });
    keeper->ask({}, receiver.get(), take); // gone by then
    QVERIFY(waitFor([&] { return !watched; }));
    QCOMPARE(given, (QList<QByteArray>{"czu_2", "czu_2"}));
}

void TokenKeeperTest::oneKeeperForAConnection()
{
    ScriptedServer server({tokens("2"), tokens("6")});
    const SavedConnection saved = savedTo(server.url());
    auto one = TokenKeeper::of(saved, grantOf("1", 10), &m_store);
    QCOMPARE(TokenKeeper::of(saved, grantOf("1", 10), &m_store), one);
    SavedConnection renamed = saved;
    renamed.name = QStringLiteral("new name");
    QCOMPARE(TokenKeeper::of(renamed, grantOf("1", 10), &m_store), one);
    SavedConnection elsewhere = saved;
    elsewhere.base = QUrl(QStringLiteral("https://other.example"));
    SavedConnection otherId = saved;
    otherId.id = QStringLiteral("c2");
    SavedConnection otherClient = saved;
    otherClient.clientId = QStringLiteral("app.2");
    for (const SavedConnection &other : {elsewhere, otherId, otherClient})
        QVERIFY(TokenKeeper::of(other, grantOf("1", 10), &m_store) != one);
    SecretStore otherStore;
    QVERIFY(TokenKeeper::of(saved, grantOf("1", 10), &otherStore) != one);

    Asked renewed(one);
    QVERIFY(renewed.wait());
    // A secret that was read before the renewal was written.
    QCOMPARE(Asked(TokenKeeper::of(saved, grantOf("1", 900), &m_store)).token(), QByteArray("czu_2"));
    // The user has signed in anew.
    QCOMPARE(Asked(TokenKeeper::of(saved, grantOf("5", 900), &m_store)).token(), QByteArray("czu_5"));
    QCOMPARE(server.requests().size(), 1);
    one.reset();
    one = TokenKeeper::of(saved, grantOf("1", 900), &m_store); // nobody held the old one any more
    QCOMPARE(Asked(one).token(), QByteArray("czu_1"));
}

void TokenKeeperTest::signedInAnewWhileRenewing()
{
    for (const Step &step : {tokens("2"), oauthError("invalid_grant")}) {
        QVERIFY(put(m_store, grantOf("5", 900).toSecret()));
        ScriptedServer server({step});
        const auto keeper = TokenKeeper::of(savedTo(server.url()), grantOf("1", 10), &m_store);
        Asked waiting(keeper);
        QVERIFY(waiting.results.isEmpty());
        TokenKeeper::of(savedTo(server.url()), grantOf("5", 900), &m_store);
        QVERIFY(waiting.wait());
        QCOMPARE(waiting.token(), QByteArray("czu_5"));
        QCOMPARE(keptIn(m_store), QByteArray("czr_5"));
    }
}

void TokenKeeperTest::reportsOnce()
{
    ScriptedServer server({tokens("2"), tokens("3")});
    const auto keeper = this->keeper(server, 900);
    auto first = std::make_unique<Client>(connectionTo(server.url()));
    Client second(connectionTo(server.url()));
    keeper->reportThrough(first.get());
    keeper->reportThrough(&second);
    int byFirst = 0;
    int bySecond = 0;
    connect(first.get(), &Client::exchanged, this, [&byFirst] { ++byFirst; });
    connect(&second, &Client::exchanged, this, [&bySecond] { ++bySecond; });
    Asked renewal(keeper, "czu_1");
    QVERIFY(renewal.wait());
    QCOMPARE(byFirst, 1);
    QCOMPARE(bySecond, 0);
    first.reset();
    Asked another(keeper, "czu_2");
    QVERIFY(another.wait());
    QCOMPARE(bySecond, 1);
}

void TokenKeeperTest::whatTheKeyringRefusesIsTold()
{
    QVERIFY(put(m_store, grantOf("1", 900).toSecret()));
    secretroom::keyring(QStringLiteral("lock"));
    ScriptedServer server({tokens("2"), tokens("3")});
    const auto keeper = this->keeper(server, 900);
    Client client(connectionTo(server.url()));
    QStringList told;
    connect(&client, &Client::warned, this, [&told](const QString &sentence) { told << sentence; });
    keeper->reportThrough(&client);
    Asked first(keeper, "czu_1");
    QVERIFY(first.wait());
    QCOMPARE(first.token(), QByteArray("czu_2")); // it goes on in memory
    QCOMPARE(told.size(), 1);
    QVERIFY2(told[0].contains(QStringLiteral("“home”")), qPrintable(told[0]));
    QVERIFY2(told[0].contains(QStringLiteral("the keyring is locked")), qPrintable(told[0]));
    QVERIFY2(!told[0].contains(QStringLiteral("cz")), qPrintable(told[0])); // nothing of a token
    QCOMPARE(keptIn(m_store), QByteArray("czr_2"));
    QVERIFY(keptForTheNextStart().isEmpty()); // locked
    Asked second(keeper, "czu_2");
    QVERIFY(second.wait());
    QCOMPARE(told.size(), 1); // the user knows

    Client opened(connectionTo(server.url()));
    int toldAgain = 0;
    keeper->reportThrough(&opened); // whoever opens the connection hears of it, too
    connect(&opened, &Client::warned, this, [&toldAgain] { ++toldAgain; });
    QVERIFY(waitFor([&toldAgain] { return toldAgain > 0; }));
    QCOMPARE(told.size(), 1);

    secretroom::keyring(QStringLiteral("unlock"));
    runAndQuit(); // the last moment
    QCOMPARE(keptForTheNextStart(), QByteArray("czr_3"));
    QVERIFY(m_store.reasonHeld(QStringLiteral("c1")).isEmpty());
    Client later(connectionTo(server.url()));
    connect(&later, &Client::warned, this, [&told](const QString &sentence) { told << sentence; });
    keeper->reportThrough(&later);
    QTest::qWait(20);
    QCOMPARE(told.size(), 1); // there is nothing to tell any more
}

void TokenKeeperTest::quitWaitsForARenewal()
{
    QVERIFY(put(m_store, grantOf("1", 10).toSecret()));
    ScriptedServer server({delayed(tokens("2"), 300ms)});
    auto keeper = this->keeper(server);
    Asked asked(keeper);
    QVERIFY(waitFor([&server] { return server.requests().size() == 1; }));
    keeper.reset();
    runAndQuit();
    // Read past the store of this application: only the keyring lasts.
    QCOMPARE(keptForTheNextStart(), QByteArray("czr_2"));
    QVERIFY(asked.results.isEmpty()); // a call that waited for it is not sent in the last moment
}

void TokenKeeperTest::quitDoesNotWaitForEver()
{
    ScriptedServer server({Step::stall()});
    const auto keeper = std::make_shared<TokenKeeper>(savedTo(server.url()), grantOf("1", 10), &m_store,
                                                      &QDateTime::currentDateTimeUtc, 100ms);
    Asked asked(keeper);
    QVERIFY(waitFor([&server] { return server.requests().size() == 1; }));
    QElapsedTimer timer;
    timer.start();
    runAndQuit();
    QVERIFY2(timer.elapsed() < 20'000, "waited for the network's limit of 30 s");
}

// Else a living token would stay in the keyring, under an id that nothing knows any more.
void TokenKeeperTest::removedAmidARenewal()
{
    SecretStore store(20s);
    QVERIFY(put(store, grantOf("1", 10).toSecret()));
    ScriptedServer server({delayed(tokens("2"), 50ms)});
    const auto keeper = std::make_shared<TokenKeeper>(savedTo(server.url()), grantOf("1", 10), &store);
    Asked asked(keeper);
    QVERIFY(waitFor([&server] { return server.requests().size() == 1; }));
    QObject receiver;
    bool isRemoved = false;
    store.remove(QStringLiteral("c1"), &receiver,
                 [&isRemoved](const Result<Nothing> &result) { isRemoved = bool(result); });
    QVERIFY(asked.wait());
    QVERIFY(waitFor([&isRemoved] { return isRemoved; }));
    QVERIFY(keptIn(store).isEmpty());
    QVERIFY(keptForTheNextStart().isEmpty());
}

ROOM_TEST(TokenKeeperTest, QCoreApplication)
#include "test_tokenkeeper.moc"

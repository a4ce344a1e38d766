// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/account.h"

#include "account/signinroom.h"
#include "api/group.h"
#include "runner.h"

#include <QFile>
#include <QScopeGuard>

using namespace std::chrono_literals;
using SignIn = SavedConnection::SignIn;

namespace {

Step noGroups()
{
    return Step::data(R"({"items":[],"total":0})");
}

QByteArray contentOf(const char *name)
{
    QFile file(QStringLiteral(TEST_DATA "/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! What account::open() brought.
class Opening : public QObject
{
public:
    Opening(const SavedConnection &saved, SecretStore &store)
    {
        account::open(saved, &store, this, [this](const auto &result) { results << result; });
        isLate = results.isEmpty();
    }
    std::shared_ptr<Client> client()
    {
        if (!waitFor([this] { return !results.isEmpty(); }) || results.size() != 1 || !results[0])
            return {};
        return *results[0];
    }
    Error error()
    {
        const bool isOpened = client() != nullptr;
        return results.size() == 1 && !isOpened
                   ? results[0].error()
                   : Error{.kind = Error::Kind::File, .detail = QStringLiteral("(no error)")};
    }

    QList<Result<std::shared_ptr<Client>>> results;
    bool isLate = false;
};

using Groups = Awaited<Page<api::Group>>;

} // namespace

class AccountTest : public QObject
{
    Q_OBJECT
private slots:
    void bareTokens_data();
    void bareTokens();
    void connections();
    void noSecret();
    void anotherKindOfSecret();
    void plainAddresses_data();
    void plainAddresses();
    void silence();
    void manyCallsRenewOnce();
    void storedBeforeTheCall();
    void refusedTokenIsRenewed();
    void uselessRenewal();
    void testedWhileInUse();
    void activityWithoutTokens();
    void privateAuthority();
    void withoutAuthority();

private:
    SecretStore m_store{2s};
};

void AccountTest::bareTokens_data()
{
    QTest::addColumn<SignIn>("signIn");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("bearer");
    QTest::newRow("access token") << SignIn::AccessToken << QByteArray("pat_1") << QByteArray("Bearer pat_1");
    QTest::newRow("service token") << SignIn::ServiceToken << QByteArray("sat_1")
                                   << QByteArray("Bearer sat_1");
    QTest::newRow("with a line's end")
        << SignIn::AccessToken << QByteArray("pat_1\r\n") << QByteArray("Bearer pat_1");
    QTest::newRow("as a header has it")
        << SignIn::AccessToken << QByteArray("Bearer \"pat_1\"") << QByteArray("Bearer pat_1");
    QTest::newRow("with a sign that is not seen")
        << SignIn::ServiceToken << QByteArray("\xe2\x80\x8bpat_1") << QByteArray("Bearer pat_1");
}

void AccountTest::bareTokens()
{
    QFETCH(SignIn, signIn);
    QFETCH(QByteArray, secret);
    QVERIFY(put(m_store, secret));
    ScriptedServer server({noGroups()});
    Opening opening(savedTo(server.url(), signIn), m_store);
    QVERIFY(opening.isLate);
    const auto client = opening.client();
    QVERIFY(client);
    QCOMPARE(server.connections(), 0);
    Groups groups(*client, api::listGroups(1, 1));
    QVERIFY(groups.wait());
    QTEST(server.requests().at(0).header("Authorization"), "bearer");
    QCOMPARE("Bearer " + client->connection().token, server.requests().at(0).header("Authorization"));
}

void AccountTest::connections()
{
    SavedConnection saved = savedTo(QUrl(QStringLiteral("https://voice.example")));
    saved.authority = contentOf("tls-authority.pem");
    const Connection connection = account::connection(saved, "t");
    QCOMPARE(connection.base, saved.base);
    QCOMPARE(connection.token, QByteArray("t"));
    QCOMPARE(connection.name, QStringLiteral("home"));
    QCOMPARE(connection.id, QStringLiteral("c1"));
    QVERIFY(connection.isBilled);
    QCOMPARE(connection.authorities.size(), 1);
    saved.isBilled = false;
    saved.authority = "no certificate";
    QVERIFY(!account::connection(saved, "t").isBilled);
    QVERIFY(account::connection(saved, "t").authorities.isEmpty());
}

void AccountTest::noSecret()
{
    SavedConnection saved = savedTo(QUrl(QStringLiteral("https://voice.example")), SignIn::AccessToken);
    saved.id = QStringLiteral("never-kept");
    Opening opening(saved, m_store);
    QCOMPARE(opening.error().kind, Error::Kind::Keyring);
}

void AccountTest::anotherKindOfSecret()
{
    QVERIFY(put(m_store, "pat_1"));
    Opening opening(savedTo(QUrl(QStringLiteral("https://voice.example"))), m_store);
    QCOMPARE(opening.error().kind, Error::Kind::Keyring);
}

void AccountTest::plainAddresses_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<bool>("mayBePlain");
    QTest::addColumn<bool>("isOpened");
    QTest::newRow("this computer") << QStringLiteral("http://127.0.0.1:1") << false << true;
    QTest::newRow("at home, not agreed") << QStringLiteral("http://192.168.1.7") << false << false;
    QTest::newRow("at home, agreed") << QStringLiteral("http://192.168.1.7") << true << true;
    QTest::newRow("public, agreed") << QStringLiteral("http://voice.example") << true << false;
    QTest::newRow("no address") << QStringLiteral("ftp://voice.example") << true << false;
    QTest::newRow("protected") << QStringLiteral("https://voice.example") << false << true;
}

void AccountTest::plainAddresses()
{
    QFETCH(QString, base);
    QFETCH(bool, mayBePlain);
    QFETCH(bool, isOpened);
    QVERIFY(put(m_store, "pat_1"));
    SavedConnection saved = savedTo(QUrl(base), SignIn::AccessToken);
    saved.mayBePlain = mayBePlain;
    Opening opening(saved, m_store);
    QVERIFY(opening.isLate);
    QCOMPARE(opening.client() != nullptr, isOpened);
    if (!isOpened)
        QCOMPARE(opening.error().kind, Error::Kind::Refused);
}

void AccountTest::silence()
{
    for (const char *base : {"https://voice.example", "http://voice.example"}) { // read, and refused at once
        const SavedConnection saved = savedTo(QUrl(QLatin1String(base)), SignIn::AccessToken);
        int calls = 0;
        auto receiver = std::make_unique<QObject>();
        account::open(saved, &m_store, receiver.get(), [&calls](const auto &) { ++calls; });
        receiver.reset();
        auto store = std::make_unique<SecretStore>(2s);
        account::open(saved, store.get(), this, [&calls](const auto &) { ++calls; });
        store.reset();
        Opening after(saved, m_store);
        QVERIFY(waitFor([&after] { return !after.results.isEmpty(); }));
        QTest::qWait(20);
        QCOMPARE(calls, 0);
    }
}

void AccountTest::manyCallsRenewOnce()
{
    QVERIFY(put(m_store, grantOf("1", 10).toSecret()));
    ScriptedServer server({tokens("2"), noGroups()});
    const auto client = Opening(savedTo(server.url()), m_store).client();
    QVERIFY(client);
    std::vector<std::unique_ptr<Groups>> calls;
    for (int i = 0; i < 10; ++i)
        calls.push_back(std::make_unique<Groups>(*client, api::listGroups(1, 1)));
    for (const auto &call : calls) {
        QVERIFY(call->wait());
        QVERIFY2(call->results.value(0, Error{}), qPrintable(call->error().detail));
    }
    QCOMPARE(server.requests().size(), 11);
    QCOMPARE(server.requests().at(0).target(), QByteArray("/api/permission/oauth2/token"));
    for (const SeenRequest &request : server.requests().mid(1)) {
        QVERIFY(request.target().startsWith("/v1/audio/voiceprint_groups?"));
        QCOMPARE(request.header("Authorization"), QByteArray("Bearer czu_2"));
    }
}

void AccountTest::storedBeforeTheCall()
{
    QVERIFY(put(m_store, grantOf("1", 10).toSecret()));
    ScriptedServer server({tokens("2"), delayed(noGroups(), 300ms)});
    const auto client = Opening(savedTo(server.url()), m_store).client();
    Groups groups(*client, api::listGroups(1, 1));
    QVERIFY(waitFor([&server] { return server.requests().size() == 2; }));
    QCOMPARE(keptIn(m_store), QByteArray("czr_2"));
    QCOMPARE(groups.results.size(), 0);
    QVERIFY(groups.wait());
    // So that the next start of the application goes on with it.
    const auto next = Opening(savedTo(server.url()), m_store).client();
    Groups again(*next, api::listGroups(1, 1));
    QVERIFY(again.wait());
    QCOMPARE(server.requests().size(), 3);
    QCOMPARE(server.requests().at(2).header("Authorization"), QByteArray("Bearer czu_2"));
}

void AccountTest::refusedTokenIsRenewed()
{
    QVERIFY(put(m_store, grantOf("1", 900).toSecret()));
    ScriptedServer server({Step::transcript(QStringLiteral("token-invalid.http")), tokens("2"), noGroups()});
    const auto client = Opening(savedTo(server.url()), m_store).client();
    int unauthorized = 0;
    connect(client.get(), &Client::unauthorized, this, [&unauthorized] { ++unauthorized; });
    Groups groups(*client, api::listGroups(1, 1));
    QVERIFY(groups.wait());
    QVERIFY2(groups.results.value(0, Error{}), qPrintable(groups.error().detail));
    QCOMPARE(server.requests().size(), 3);
    QCOMPARE(server.requests().at(0).header("Authorization"), QByteArray("Bearer czu_1"));
    QCOMPARE(spentBy(server.requests().at(1)), QByteArray("czr_1"));
    QCOMPARE(server.requests().at(2).header("Authorization"), QByteArray("Bearer czu_2"));
    QCOMPARE(unauthorized, 0);
}

void AccountTest::uselessRenewal()
{
    QVERIFY(put(m_store, grantOf("1", 10).toSecret()));
    ScriptedServer server({oauthError("invalid_grant")});
    const auto client = Opening(savedTo(server.url()), m_store).client();
    Groups groups(*client, api::listGroups(1, 1));
    QVERIFY(groups.wait());
    QCOMPARE(groups.error().kind, Error::Kind::Unauthorized);
    QVERIFY2(groups.error().detail.contains(QLatin1String("Sign in")), qPrintable(groups.error().detail));
    QCOMPARE(server.requests().size(), 1);
}

void AccountTest::testedWhileInUse()
{
    // The test of a connection opens it once more: both must go on with the same pair of tokens.
    QVERIFY(put(m_store, grantOf("1", 10).toSecret()));
    ScriptedServer server({tokens("2"), noGroups()});
    const auto inUse = Opening(savedTo(server.url()), m_store).client();
    const auto tested = Opening(savedTo(server.url()), m_store).client();
    Groups one(*tested, api::listGroups(1, 1));
    Groups other(*inUse, api::listGroups(1, 1));
    QVERIFY(one.wait() && other.wait());
    QCOMPARE(server.requests().size(), 3);
    QCOMPARE(server.requests().at(1).header("Authorization"), QByteArray("Bearer czu_2"));
    QCOMPARE(server.requests().at(2).header("Authorization"), QByteArray("Bearer czu_2"));
}

void AccountTest::activityWithoutTokens()
{
    QVERIFY(put(m_store, grantOf("1", 900).toSecret()));
    ScriptedServer server({Step::transcript(QStringLiteral("token-invalid.http")), tokens("2"), noGroups()});
    const auto client = Opening(savedTo(server.url()), m_store).client();
    QList<Exchange> exchanges;
    connect(client.get(), &Client::exchanged, this,
            [&exchanges](const Exchange &seen) { exchanges << seen; });
    Groups groups(*client, api::listGroups(1, 1));
    QVERIFY(groups.wait());
    QCOMPARE(exchanges.size(), 3);
    QCOMPARE(exchanges.at(1).url.path(), QStringLiteral("/api/permission/oauth2/token"));
    QCOMPARE(exchanges.at(1).httpStatus, 200);
    QCOMPARE(exchanges.at(1).connectionId, QStringLiteral("c1"));
    for (const Exchange &seen : std::as_const(exchanges)) {
        QByteArray all =
            seen.url.toEncoded() + seen.json + seen.answer + seen.failure.toUtf8() + seen.logId.toUtf8();
        for (const SentPart &part : seen.parts)
            all += part.text.toUtf8();
        QVERIFY2(!all.contains("czu_") && !all.contains("czr_"), all.constData());
    }
}

void AccountTest::privateAuthority()
{
    QVERIFY(put(m_store, grantOf("1", 10).toSecret()));
    ScriptedServer server({tokens("2"), noGroups()}, QStringLiteral("tls-good.pem"),
                          QStringLiteral("tls-good-key.pem"));
    SavedConnection saved = savedTo(server.url());
    saved.authority = contentOf("tls-authority.pem");
    const auto client = Opening(saved, m_store).client();
    Groups groups(*client, api::listGroups(1, 1));
    QVERIFY(groups.wait());
    QVERIFY2(groups.results.value(0, Error{}), qPrintable(groups.error().detail));
    QCOMPARE(server.requests().size(), 2); // the renewal trusts it too
}

void AccountTest::withoutAuthority()
{
    QVERIFY(put(m_store, grantOf("1", 10).toSecret()));
    ScriptedServer server({tokens("2"), noGroups()}, QStringLiteral("tls-good.pem"),
                          QStringLiteral("tls-good-key.pem"));
    const auto client = Opening(savedTo(server.url()), m_store).client();
    Groups groups(*client, api::listGroups(1, 1));
    QVERIFY(groups.wait());
    QCOMPARE(groups.error().kind, Error::Kind::Tls);
    QVERIFY(put(m_store, "pat_1"));
    const auto bare = Opening(savedTo(server.url(), SignIn::AccessToken), m_store).client();
    Groups bareGroups(*bare, api::listGroups(1, 1));
    QVERIFY(bareGroups.wait());
    QCOMPARE(bareGroups.error().kind, Error::Kind::Tls);
    QCOMPARE(server.requests().size(), 0);
}

ROOM_TEST(AccountTest, QCoreApplication)
#include "test_account.moc"

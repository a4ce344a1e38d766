// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/account.h"

#include "account/secretstore.h"
#include "base/credential.h"
#include "net/address.h"

#include <QCoreApplication>
#include <QTimer>

#include <utility>

namespace {

constexpr qint64 leastTime = 60; // seconds that a token must still have

// The service itself has said no; what stands in its way is a Stranger.
bool isRefusal(const Error &error)
{
    return error.kind == Error::Kind::Refused && error.code != 0;
}

Error signInAgain(const Error &cause)
{
    Error error = cause;
    error.kind = Error::Kind::Unauthorized;
    error.detail = QCoreApplication::translate(
        "Error", "The sign-in has run out or was withdrawn. Sign in to this connection again");
    if (!cause.detail.isEmpty())
        error.detail += QStringLiteral(" (%1)").arg(cause.detail);
    return error;
}

// Also of a settings file that somebody has edited: no token goes in clear unless the user has agreed.
Result<Nothing> mayCarryToken(const SavedConnection &saved)
{
    const address::Base judgement = address::judge(saved.base);
    if (judgement == address::Base::Good || (judgement == address::Base::NeedsConsent && saved.mayBePlain))
        return Nothing{};
    const QString reason =
        judgement == address::Base::Invalid
            ? QCoreApplication::translate("Error", "this is not the web address of a service")
            : QCoreApplication::translate(
                  "Error", "at %1 the token would travel unprotected; use an address with https")
                  .arg(saved.base.host());
    return Error{.kind = Error::Kind::Refused, .detail = reason};
}

Result<std::shared_ptr<Client>> clientOf(const SavedConnection &saved, const QByteArray &secret,
                                         SecretStore *secrets)
{
    if (saved.signIn != SavedConnection::SignIn::DeviceCode)
        return std::make_shared<Client>(account::connection(saved, credential::tidied(secret)));
    const Result<api::Grant> grant = api::Grant::fromSecret(secret);
    if (!grant)
        return grant.error();
    const auto keeper = TokenKeeper::of(saved, *grant, secrets);
    const auto client = std::make_shared<Client>(account::connection(saved, {}));
    client->setTokenSource(keeper);
    keeper->reportThrough(client.get());
    return client;
}

} // namespace

std::shared_ptr<TokenKeeper> TokenKeeper::of(const SavedConnection &saved, const api::Grant &grant,
                                             SecretStore *secrets)
{
    static QList<std::weak_ptr<TokenKeeper>> keepers;
    keepers.removeIf([](const std::weak_ptr<TokenKeeper> &keeper) { return keeper.expired(); });
    for (const auto &known : std::as_const(keepers)) {
        const std::shared_ptr<TokenKeeper> keeper = known.lock();
        if (!keeper->isFor(saved, secrets))
            continue;
        keeper->adopt(grant);
        return keeper;
    }
    const auto keeper = std::make_shared<TokenKeeper>(saved, grant, secrets);
    keepers << keeper;
    return keeper;
}

TokenKeeper::TokenKeeper(const SavedConnection &saved, const api::Grant &grant, SecretStore *secrets,
                         Clock clock, std::chrono::milliseconds farewell)
    : m_saved(saved)
    , m_clock(std::move(clock))
    , m_farewell(farewell)
    , m_client(std::make_unique<Client>(account::connection(saved, {})))
    , m_secrets(secrets)
    , m_grant(grant)
{
    connect(secrets, &QObject::destroyed, this, &TokenKeeper::onStoreGone);
    connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this, &TokenKeeper::finish);
    connect(m_client.get(), &Client::exchanged, this, [this](const Exchange &exchange) {
        for (const QPointer<Client> &reporter : std::as_const(m_reporters)) {
            if (reporter) {
                emit reporter->exchanged(exchange);
                return;
            }
        }
    });
}

TokenKeeper::~TokenKeeper()
{
    m_client->disconnect(this); // it tells of calls that it breaks off now
}

bool TokenKeeper::isFor(const SavedConnection &saved, const SecretStore *secrets) const
{
    return m_secrets == secrets && m_saved.id == saved.id && m_saved.base == saved.base &&
           m_saved.clientId == saved.clientId && m_saved.authority == saved.authority;
}

void TokenKeeper::adopt(const api::Grant &grant)
{
    // What was read may be older than what is known here.
    if (m_spent.contains(grant.refreshToken) || grant.refreshToken == m_grant.refreshToken)
        return;
    m_grant = grant;
    m_end.reset();
}

void TokenKeeper::reportThrough(Client *client)
{
    m_reporters.removeAll(nullptr);
    m_reporters << client;
    // Whoever opens the connection listens only after this.
    QTimer::singleShot(0, client, [keeper = weak_from_this(), client] {
        if (const auto self = keeper.lock())
            self->warn(client);
    });
}

void TokenKeeper::warn(Client *reporter) const
{
    const QString reason = m_secrets ? m_secrets->reasonHeld(m_saved.id) : QString();
    if (reporter && !reason.isEmpty())
        emit reporter->warned(
            QCoreApplication::translate(
                "Error",
                "The renewed sign-in of “%1” could not be kept: %2. It holds until the application is "
                "closed. Unlock the keyring of your desktop, and it is kept within a minute; else you "
                "will have to sign in again.")
                .arg(m_saved.name, reason));
}

bool TokenKeeper::isInTime() const
{
    return !m_grant.expires.isValid() || m_clock().secsTo(m_grant.expires) > leastTime;
}

void TokenKeeper::ask(const QByteArray &refused, QObject *receiver, Deliver deliver)
{
    if (!refused.isEmpty() && refused == m_grant.accessToken)
        m_refused = refused;
    if (!m_isRenewing) {
        if (m_end)
            return deliver(*m_end);
        if (isInTime() && m_grant.accessToken != m_refused)
            return deliver(m_grant.accessToken);
    }
    m_waiting.append({receiver, std::move(deliver), refused});
    if (!m_isRenewing)
        renew();
}

void TokenKeeper::renew()
{
    m_isRenewing = true;
    m_self = shared_from_this();
    const QByteArray old = m_grant.refreshToken;
    m_client->send(api::refreshGrant(m_saved.clientId, QString::fromLatin1(old)), this,
                   [this, old](const Result<api::Grant> &grant) {
                       if (grant)
                           m_spent << old;
                       if (m_grant.refreshToken != old) // the user has signed in anew
                           return settle({});
                       if (grant)
                           return keep(*grant);
                       fail(grant.error());
                   });
}

void TokenKeeper::fail(const Error &cause)
{
    if (isRefusal(cause)) {
        m_end = signInAgain(cause);
        return settle(m_end);
    }
    Error error = cause;
    error.isOutcomeUnknown = false; // that of the renewal; what waits for it was never sent
    settle(error);
}

void TokenKeeper::keep(const api::Grant &grant)
{
    m_grant = grant;
    // A new token that is old already: the two clocks do not agree, so that its time tells nothing.
    if (!isInTime())
        m_grant.expires = {};
    if (!m_secrets || m_secrets->wasRemoved(m_saved.id)) // the connection itself may have been removed
        return settle({});
    m_isKeeping = true;
    const bool wasTold = !m_secrets->reasonHeld(m_saved.id).isEmpty();
    m_secrets->write(m_saved.id, m_grant.toSecret(), this, [this, wasTold](const SecretStore::Written &) {
        const auto self = shared_from_this(); // a warning may let go of everything that holds this
        for (const QPointer<Client> &reporter : wasTold ? QList<QPointer<Client>>() : m_reporters)
            warn(reporter);
        settle({});
    });
}

void TokenKeeper::settle(const std::optional<Error> &error)
{
    m_isRenewing = m_isKeeping = false;
    // What is called here may let go of everything that holds this.
    const std::shared_ptr<TokenKeeper> self = std::exchange(m_self, nullptr);
    const std::optional<Error> cause = error;
    const QByteArray token = m_grant.accessToken;
    for (const Waiting &waiting : std::exchange(m_waiting, {})) {
        if (!waiting.receiver)
            continue;
        if (cause)
            waiting.deliver(*cause);
        else if (waiting.refused == token)
            waiting.deliver(Error{.kind = Error::Kind::Unauthorized,
                                  .detail = QStringLiteral("renewed, the token is still the same")});
        else
            waiting.deliver(token);
    }
    emit settled();
}

void TokenKeeper::finish()
{
    if (!m_isRenewing)
        return;
    m_waiting.clear(); // nothing is sent any more
    const std::shared_ptr<TokenKeeper> self = shared_from_this();
    holdFarewell(this, &TokenKeeper::settled, m_farewell);
}

void TokenKeeper::onStoreGone()
{
    if (m_isKeeping)
        return settle({});
    m_self.reset(); // perhaps the last to hold this
}

Connection account::connection(const SavedConnection &saved, const QByteArray &token)
{
    return {.base = saved.base,
            .token = token,
            .name = saved.name,
            .id = saved.id,
            .authorities = QSslCertificate::fromData(saved.authority, QSsl::Pem),
            .isBilled = saved.isBilled,
            .accountId = saved.accountId};
}

void account::open(const SavedConnection &saved, SecretStore *secrets, QObject *receiver, Opened deliver)
{
    if (const auto allowed = mayCarryToken(saved); !allowed) {
        const QPointer<SecretStore> store = secrets;
        QTimer::singleShot(0, receiver, [store, error = allowed.error(), deliver = std::move(deliver)] {
            if (store)
                deliver(error);
        });
        return;
    }
    secrets->read(saved.id, receiver,
                  [saved, secrets, deliver = std::move(deliver)](const Result<QByteArray> &secret) {
                      deliver(secret ? clientOf(saved, *secret, secrets)
                                     : Result<std::shared_ptr<Client>>(secret.error()));
                  });
}

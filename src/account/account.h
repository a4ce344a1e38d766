// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "api/signin.h"
#include "net/client.h"

#include <QDateTime>
#include <QList>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

class SecretStore;

//! Keeps a sign-in alive: hands out its access token and renews it when its time has come or the service
//! refuses it, once however many calls wait. What came is in the SecretStore before it is used, for the old
//! pair of tokens is dead by then; for the same reason the end of the application waits for a renewal, for a
//! while. Client::warned() tells when the keyring does not take it.
class TokenKeeper : public QObject, public TokenSource, public std::enable_shared_from_this<TokenKeeper>
{
    Q_OBJECT
public:
    using Clock = std::function<QDateTime()>;

    //! The one keeper of this connection's tokens, with \a grant as its secret now: two of them would renew
    //! past each other, and one would be left with a dead pair.
    static std::shared_ptr<TokenKeeper> of(const SavedConnection &saved, const api::Grant &grant,
                                           SecretStore *secrets);
    TokenKeeper(const SavedConnection &saved, const api::Grant &grant, SecretStore *secrets,
                Clock clock = &QDateTime::currentDateTimeUtc,
                std::chrono::milliseconds farewell = std::chrono::seconds(10));
    ~TokenKeeper() override;

    //! Errors besides those of the call that renews: Unauthorized where only signing in again helps.
    void ask(const QByteArray &refused, QObject *receiver, Deliver deliver) override;

    //! Lets the record of calls see what is exchanged here, as \a client's; once, even where several are
    //! told. All of them warn of tokens that the keyring does not hold.
    void reportThrough(Client *client);

signals:
    void settled(); //!< a renewal is over

private:
    struct Waiting
    {
        QPointer<QObject> receiver;
        Deliver deliver;
        QByteArray refused;
    };

    bool isFor(const SavedConnection &saved, const SecretStore *secrets) const;
    void adopt(const api::Grant &grant);
    bool isInTime() const;
    void renew();
    void keep(const api::Grant &grant);
    void fail(const Error &cause);
    void settle(const std::optional<Error> &error);
    void warn(Client *reporter) const;
    void finish();
    void onStoreGone();

    const SavedConnection m_saved;
    const Clock m_clock;
    const std::chrono::milliseconds m_farewell; // how long the end of the application may wait
    const std::unique_ptr<Client> m_client;     // the same service, without a bearer
    QPointer<SecretStore> m_secrets;
    QList<QPointer<Client>> m_reporters;
    api::Grant m_grant;
    QByteArray m_refused;       // the access token that the service does not take any more
    QList<QByteArray> m_spent;  // refresh tokens that are used up
    std::optional<Error> m_end; // the sign-in is over
    QList<Waiting> m_waiting;
    bool m_isRenewing = false;
    bool m_isKeeping = false; // the new tokens are on their way into the store
    // While renewing: a new pair of tokens must reach the store even when nobody waits for it any more.
    std::shared_ptr<TokenKeeper> m_self;
};

//! From what is saved of a connection to a Client that speaks for the user.
namespace account {

//! \a saved with \a token as its bearer, its private CA trusted.
Connection connection(const SavedConnection &saved, const QByteArray &token);

using Opened = std::function<void(const Result<std::shared_ptr<Client>> &)>;
//! Reads the secret of \a saved from \a secrets and makes its Client; for DeviceCode one that renews its
//! token. Error Keyring where there is no secret to be read. Nothing is sent. \a deliver is called later, at
//! most once, only while \a receiver and \a secrets live.
void open(const SavedConnection &saved, SecretStore *secrets, QObject *receiver, Opened deliver);

} // namespace account

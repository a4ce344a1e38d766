// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/account.h"

#include "account/secretstore.h"
#include "account/tokenkeeper.h"
#include "api/signin.h"
#include "net/address.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTimer>

namespace {

// Also of a settings file that somebody has edited: no token goes in clear unless the user has agreed.
Result<Nothing> mayCarryToken(const SavedConnection &saved)
{
    switch (address::judge(saved.base)) {
    case address::Base::Good:
        return Nothing{};
    case address::Base::NeedsConsent:
        if (saved.mayBePlain)
            return Nothing{};
        [[fallthrough]];
    case address::Base::Plain:
        return Error{.kind = Error::Kind::Refused,
                     .detail =
                         QCoreApplication::translate(
                             "Error", "at %1 the token would travel unprotected; use an address with https")
                             .arg(saved.base.host())};
    case address::Base::Invalid:
        break;
    }
    return Error{.kind = Error::Kind::Refused,
                 .detail = QCoreApplication::translate("Error", "this is not the web address of a service")};
}

Result<std::shared_ptr<Client>> clientOf(const SavedConnection &saved, const QByteArray &secret,
                                         SecretStore *secrets)
{
    if (saved.signIn != SavedConnection::SignIn::DeviceCode)
        return std::make_shared<Client>(account::connection(saved, secret.trimmed()));
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

Connection account::connection(const SavedConnection &saved, const QByteArray &token)
{
    return {.base = saved.base,
            .token = token,
            .name = saved.name,
            .id = saved.id,
            .authorities = QSslCertificate::fromData(saved.authority, QSsl::Pem),
            .isBilled = saved.isBilled};
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

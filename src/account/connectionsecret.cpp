// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/connectionsecret.h"

#include <QVariant>

namespace connectionsecret {

namespace {

constexpr char untilClosed[] = "keptUntilClosed";

} // namespace

void remember(SecretStore &store, const QString &id, SecretStore::Kept kept)
{
    QStringList ids = store.property(untilClosed).toStringList();
    ids.removeAll(id);
    if (kept == SecretStore::Kept::UntilClosed)
        ids << id;
    store.setProperty(untilClosed, ids);
}

void forget(SecretStore &store, const QString &id)
{
    remember(store, id, SecretStore::Kept::Keyring);
}

KeptSecret whereIs(const SecretStore &store, const QString &id)
{
    return store.property(untilClosed).toStringList().contains(id) ? KeptSecret::UntilClosed
                                                                   : KeptSecret::Keyring;
}

} // namespace connectionsecret

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/secretstore.h"

//! Where the secret of a connection is already, as far as one knows.
enum class KeptSecret {
    Nowhere,     //!< there is none, or it is of another service
    Keyring,     //!< where secrets usually are
    UntilClosed, //!< in memory: no keyring took it
    Unreadable,  //!< it should be in the keyring, but could not be read
};

//! What windows that come and go must remember of a secret, for as long as its store lives.
namespace connectionsecret {

void remember(SecretStore &store, const QString &id, SecretStore::Kept kept);
void forget(SecretStore &store, const QString &id);
//! Without looking: Keyring unless it is remembered that no keyring took it.
KeptSecret whereIs(const SecretStore &store, const QString &id);

} // namespace connectionsecret

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "net/client.h"

#include <functional>
#include <memory>

class SecretStore;

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

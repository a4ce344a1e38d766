// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "net/client.h"

#include <array>

//! A service that is known by name. Every other one is known by its host.
struct KnownService
{
    const char *name; //!< to be translated: plainName()
    QUrl base;
    QUrl tokenPage; //!< where tokens are made
    QUrl guidePage; //!< where signing in is explained

    QString plainName() const;
};

//! Coze's two services, in the order in which the user chooses from them.
const std::array<KnownService, 2> &cozeServices();
//! The one of them at \a base; nullptr where another service is there.
const KnownService *cozeServiceAt(const QUrl &base);
//! Whether the host of \a url is one of theirs, whatever the rest of it says.
bool isCozeHost(const QUrl &url);

//! As the user reads it: "api.coze.cn", "http://localhost:8080", "voice.example.org/coze".
QString addressText(const QUrl &base);

//! The names of connections. "This computer" has its own in every language; a saved connection has the one
//! that the user chose, or one suggested by its service.
namespace connectionname {

//! "This computer", in the language of the user.
QString local();
//! What the user knows the connection \a id as; \a saved is its name as it is kept.
inline QString shown(const QString &id, const QString &saved)
{
    return id == Connections::localId ? local() : saved;
}
inline QString shown(const Connection &connection)
{
    return shown(connection.id, connection.name);
}
//! The same by the id alone: the id itself where the connection is not among \a connections any more.
QString shown(const QString &id, const Connections *connections);

//! A free name for the connection \a id to \a base.
QString suggested(const QUrl &base, const Connections &connections, const QString &id);
//! Whether the user has never chosen the name of \a connection.
bool isSuggested(const SavedConnection &connection);

} // namespace connectionname

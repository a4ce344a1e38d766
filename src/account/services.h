// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "net/client.h"

//! The services that are known by name, and what is known of them.
namespace connectionservice {

enum class Service { China, Elsewhere, Other };

Service of(const QUrl &base);
QUrl base(Service service); //!< empty for Other
bool isCoze(const QUrl &base);

//! Where tokens are made, and where signing in is explained; empty for Other.
QUrl tokenPage(const QUrl &base);
QUrl guidePage(const QUrl &base);

//! As the user reads it: "api.coze.cn", "http://localhost:8080", "voice.example.org/coze".
QString addressText(const QUrl &base);

//! Whether no other connection than \a id has \a name; This computer has one too.
bool isFree(const QString &name, const Connections &connections, const QString &id);
//! A free name for a connection to \a base; \a id is the connection's own.
QString suggestedName(const QUrl &base, const Connections &connections, const QString &id);
//! Whether the user has never chosen the name of \a connection.
bool isSuggestedName(const SavedConnection &connection);

} // namespace connectionservice

class Connections;

//! What the user knows \a connection as.
QString serviceName(const Connection &connection);

//! What the user knows the connection with the id \a id as; the id itself where it is not among
//! \a connections any more.
QString serviceName(const QString &id, const Connections *connections);

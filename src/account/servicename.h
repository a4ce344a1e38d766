// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/connection.h"

class Connections;

//! What the user knows \a connection as.
QString serviceName(const Connection &connection);

//! What the user knows the connection with the id \a id as; the id itself where it is not among
//! \a connections any more.
QString serviceName(const QString &id, const Connections *connections);

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

namespace server {

//! A new random token of 256 bits, as text.
QByteArray makeToken();

//! What is kept of a token: its SHA-256.
QByteArray digestOf(const QByteArray &token);

//! Whether an Authorization header bears the token of that digest; takes the same time wherever they differ.
bool bears(const QByteArray &authorization, const QByteArray &digest);

//! A token that a program may have to invent.
struct Access
{
    QByteArray digest;
    QByteArray fresh = {}; //!< the token itself, where it was made just now
};

//! A new token for \a directory, where only its digest is kept; the old one is dead.
Result<Access> makeAccess(const QString &directory);

//! The access kept in \a directory; made there (and kept as its digest only) the first time.
Result<Access> keptAccess(const QString &directory);

} // namespace server

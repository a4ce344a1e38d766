// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "net/request.h"

#include <QUrl>

//! Which addresses may be spoken to, and how they are put together.
namespace address {

//! \a base without its trailing slashes, then \a path, then \a query with every value percent-encoded ('+',
//! '&', '#' too).
QUrl of(const QUrl &base, const QString &path, const Query &query);

//! Same scheme, host and port: the only place where a token may go.
bool isSameOrigin(const QUrl &one, const QUrl &other);

//! Whether \a url leads to this computer alone, past every proxy and network.
bool isThisComputer(const QUrl &url);

//! Whether a call may follow a redirect from \a from to \a to: only on the same origin.
bool mayFollow(const QUrl &from, const QUrl &to);

//! Whether media may be fetched from \a url: https, or http on the origin of \a base; never with a user name
//! in it.
Result<Nothing> mayFetch(const QUrl &url, const QUrl &base);

} // namespace address

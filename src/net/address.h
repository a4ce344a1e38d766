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

//! How far what is sent to an address travels.
enum class Reach {
    ThisComputer,   //!< past every proxy and network
    PrivateNetwork, //!< a home's or a company's own, as far as the address itself tells
    Public,         //!< everywhere else
};
Reach reach(const QUrl &url);

//! Whether an address may be the base URL of a connection.
enum class Base {
    Good,         //!< https, or http to this computer
    NeedsConsent, //!< http to a private network: token and voice go in clear
    Plain,        //!< http to anywhere else
    Invalid,      //!< no web address, or one with user name, query or fragment
};
Base judge(const QUrl &base);

//! The base URL that \a text means, as people copy it: without blanks, quotes and signs that cannot be seen
//! around it, https where it names no scheme, without the path of an API (/v1/..., /open_api/v2) and trailing
//! slashes.
QUrl tidied(const QString &text);

//! As a base URL is kept and shown.
QUrl withoutTrailingSlash(QUrl url);

//! Whether a call may go to \a url at all: a web address.
Result<Nothing> mayCall(const QUrl &url);

//! Whether a call may follow a redirect from \a from to \a to: only on the same origin.
bool mayFollow(const QUrl &from, const QUrl &to);

//! Whether media may be fetched from \a url: https, or http on the origin of \a base; never with a user name
//! in it.
Result<Nothing> mayFetch(const QUrl &url, const QUrl &base);

} // namespace address

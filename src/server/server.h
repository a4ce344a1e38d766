// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/http/http.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <functional>
#include <memory>

//! The local server: the same HTTP API as Coze, kept in one SQLite file.
namespace server {

struct Options
{
    QString dataDirectory;
    //! A loopback address; another one only with a certificate or allowsPlainHttp.
    QString host = QStringLiteral("127.0.0.1");
    quint16 port = 0;             //!< 0: any free one
    QByteArray certificate = {};  //!< PEM; with it and its key https is served
    QByteArray key = {};          //!< PEM
    bool allowsPlainHttp = false; //!< also beyond this computer
    QByteArray token;
    QByteArray tokenDigest = {}; //!< SHA-256 of the token, where only that is known
    Limits limits = {};
    //! Called once, from any thread, when the data folder was taken from under the server: it keeps nothing
    //! more and should end.
    std::function<void(const Error &)> onLost = {};
};

//! A running server with threads of its own. Destruction stops it within 300 ms, idle connections or not, and
//! loses no answered write.
class Server
{
public:
    //! Opens the data and listens; blocks while it does (call it off the GUI thread). Errors: Storage
    //! (database, or another server uses this data directory), Offline (the port is taken), Refused (an
    //! address beyond this computer without leave, no token, a certificate that cannot be used).
    static Result<std::unique_ptr<Server>> start(const Options &options);
    ~Server();

    QUrl url() const { return m_url; }                 //!< http(s)://HOST:PORT
    bool isReachable() const { return m_isReachable; } //!< other computers may come
    //! The same, and without https.
    bool isOpenPlainly() const { return m_isReachable && m_url.scheme() == u"http"; }

private:
    struct Parts;
    Server(std::unique_ptr<Parts> parts, const QUrl &url, bool isReachable);
    std::unique_ptr<Parts> m_parts;
    const QUrl m_url;
    const bool m_isReachable;
};

} // namespace server

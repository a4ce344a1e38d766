// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <chrono>
#include <memory>

//! The local server: the same HTTP API as Coze, kept in one SQLite file.
namespace server {

//! What one server lets its clients take of it.
struct Limits
{
    int connections = 600;         //!< one more is answered with 503
    std::chrono::seconds idle{10}; //!< a connection that sends and takes nothing for so long is closed
    std::chrono::milliseconds deadline{60'000}; //!< from the start of a question to the end of its answer
    qint64 bodyBytes = 4'194'304 + 65'536; //!< of one question; the rest of a longer one is read and dropped
    qint64 heldBytes = 64 * 1024 * 1024;   //!< of all bodies that are being received at a time
    qint64 sentBytes = 64 * 1024 * 1024;   //!< of all large answers that are being taken at a time
};

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

    QUrl url() const;           //!< http(s)://HOST:PORT
    bool isOpenPlainly() const; //!< other computers may come, and without https

private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

//! Where another process serves this data directory now; empty where none does.
QUrl servedAt(const QString &dataDirectory);

//! A new random token of 256 bits, as text.
QByteArray makeToken();

} // namespace server

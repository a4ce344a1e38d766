// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "server/listener.h"
#include "server/server.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <memory>

namespace server {

enum class Verb { Get, Post, Put, Delete, Other };

//! One HTTP request, wholly received.
struct Question
{
    enum class Intake {
        Whole,
        TooLong, //!< the body was longer than the limit: it was read to its end and dropped
        Crowded, //!< the server holds too many connections or bodies: not read
    };
    Verb verb = Verb::Other;
    QString path = {};                  //!< percent-decoded
    QHash<QString, QString> query = {}; //!< decoded
    QByteArray authorization = {};
    QByteArray contentType = {};
    QByteArray range = {};
    QByteArray host = {}; //!< as the client calls this server
    QByteArray body = {};
    Intake intake = Intake::Whole;
};

struct Answer
{
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body = {};
    QList<std::pair<QByteArray, QByteArray>> headers = {};
};

//! What https is served with, as PEM; empty for http.
struct Certificate
{
    QByteArray chain;
    QByteArray key;
};

//! What answers questions. Called from several threads at once.
class Desk
{
public:
    virtual ~Desk() = default;
    //! Asked as soon as the headers are there, without the body: false spares keeping the body.
    virtual bool wantsBody(const Question &question) = 0;
    //! Whether answering takes the engine: such questions share two threads, so that all others stay quick.
    virtual bool isHeavy(const Question &question) = 0;
    virtual Answer answer(const Question &question) = 0;
};

//! The HTTP side of the server: one event loop for all connections, answers made in worker threads meanwhile.
class Http
{
public:
    //! Errors: Refused, where the certificate or its key cannot be used.
    static Result<std::unique_ptr<Http>> serve(Listener listener, const Certificate &certificate,
                                               const Limits &limits, std::shared_ptr<Desk> desk);
    //! Closes every connection at once; an answer that takes long is given up, not waited for.
    ~Http();

private:
    struct Loop;
    explicit Http(std::unique_ptr<Loop> loop);
    std::unique_ptr<Loop> m_loop;
};

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "server/http/listener.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <chrono>
#include <memory>

namespace server {

//! What one server lets its clients take of it.
struct Limits
{
    int connections = 600;         //!< one more is answered with 503
    std::chrono::seconds idle{10}; //!< a connection that sends and takes nothing for so long is closed
    std::chrono::milliseconds deadline{60'000}; //!< from the start of a request to the end of its response
    qint64 bodyBytes = 4'194'304 + 65'536; //!< of one request; the rest of a longer one is read and dropped
    qint64 heldBytes = 64 * 1024 * 1024;   //!< of all bodies that are being received at a time
    qint64 sentBytes = 64 * 1024 * 1024;   //!< of all large responses that are being taken at a time
};

enum class Verb { Get, Post, Put, Delete, Other };

//! One HTTP request, wholly received.
struct HttpRequest
{
    enum class Intake {
        Whole,
        TooLong,    //!< the body was longer than the limit: it was read to its end and dropped
        LongHeader, //!< whatever the body
        Crowded,    //!< the server holds too many connections or bodies: not read
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

struct HttpResponse
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

//! Which threads make a response, so that none waits for a slower one.
enum class Work {
    Quick,
    Engine, //!< takes the engine: two threads at most
    Voice,  //!< reads aloud: one thread, as espeak-ng allows no more
};

//! What answers requests. Called from several threads at once.
class RequestHandler
{
public:
    virtual ~RequestHandler() = default;
    //! Asked as soon as the headers are there, without the body: false spares keeping the body.
    virtual bool wantsBody(const HttpRequest &request) = 0;
    virtual Work workFor(const HttpRequest &request) = 0;
    virtual HttpResponse answer(const HttpRequest &request) = 0;
    //! From now on nothing is kept, whatever is still under way; waits for a write that has begun.
    virtual void close() = 0;
};

//! The HTTP side of the server: one event loop for all connections, responses made in worker threads
//! meanwhile.
class Http
{
public:
    //! Errors: Refused, where the certificate or its key cannot be used.
    static Result<std::unique_ptr<Http>> serve(Listener listener, const Certificate &certificate,
                                               const Limits &limits, std::shared_ptr<RequestHandler> handler);
    //! Closes every connection at once; a response that takes long is given up, not waited for.
    ~Http();

private:
    struct Loop;
    explicit Http(std::unique_ptr<Loop> loop);
    std::unique_ptr<Loop> m_loop;
};

} // namespace server

//! The JSON that every response but sound is wrapped in.
namespace server {

//! code 0 with \a data.
HttpResponse success(const QJsonObject &data = {});

//! The code, status and words that fit \a error.
HttpResponse failure(const Error &error);

//! Marks the response with a log id, in its header and, for JSON, in detail.logid; tells which.
QByteArray stampLogId(HttpResponse &response);

//! An error (Refused) of the wire: \a code is one of wire::code.
Error refusal(qint64 code, const QString &words);

//! Sound, or the one range of its bytes that the request asks for (206; 416 where there is no such range).
HttpResponse wavResponse(const QByteArray &wav, const HttpRequest &request);

} // namespace server

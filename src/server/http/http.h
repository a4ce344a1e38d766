// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "server/http/listener.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>

namespace server {

//! What one server lets its clients take of it.
struct Limits
{
    int connections = 600;                      //!< that have shown the token: one more is answered with 503
    int strangers = 128;                        //!< that have not: for one more the first of them is cut
    std::chrono::milliseconds patience{10'000}; //!< until a stranger has asked for something
    std::chrono::seconds idle{10}; //!< a connection that sends and takes nothing for so long is closed
    std::chrono::milliseconds deadline{60'000}; //!< from the start of a request to the end of its response
    qint64 bodyBytes = 4'194'304 + 65'536; //!< of one request; the rest of a longer one is read and dropped
    qint64 heldBytes = 64 * 1024 * 1024;   //!< of all bodies that are being received at a time
    qint64 sentBytes = 64 * 1024 * 1024;   //!< of all large responses that are being taken at a time
};

enum class Verb { Get, Post, Put, Delete, Other };

//! One HTTP request: its header, and its body once that has come.
struct HttpRequest
{
    Verb verb = Verb::Other;
    QString path = {};                  //!< percent-decoded
    QHash<QString, QString> query = {}; //!< decoded
    QByteArray authorization = {};
    QByteArray contentType = {};
    QByteArray contentEncoding = {};
    QByteArray range = {};
    QByteArray host = {};   //!< as the client calls this server
    QByteArray origin = {}; //!< of the web page that asks, where one does
    QByteArray body = {};
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
    Sound,  //!< reads a recording: one thread, as the disk has
    Engine, //!< takes the engine: two threads at most
    Voice,  //!< reads aloud: one thread, as espeak-ng allows no more
    None,   //!< the response is known
};

//! How one request will be answered, decided as soon as its header is there.
struct Plan
{
    std::function<HttpResponse(const HttpRequest &)> respond; //!< called when the body has come, by a worker
    Work work = Work::None;
    bool wantsBody = false; //!< false spares keeping the body
    bool isAtOnce = false;  //!< a body that may never end is not waited for
    bool hasToken = false;  //!< the request bears it
};

//! Why a request is refused whatever it asks for.
enum class Fault {
    TooLong,       //!< the body is longer than the limit: it was read to its end and dropped
    LongHeader,    //!< whatever the body
    ManyArguments, //!< after the path
    Ambiguous,     //!< two ends of the body, or two hosts: another may read it otherwise
    Crowded,       //!< the server holds too many connections, bodies or responses
};

//! What answers requests. Called from several threads at once.
class RequestHandler
{
public:
    virtual ~RequestHandler() = default;
    //! \a header: a request without its body.
    virtual Plan plan(const HttpRequest &header) = 0;
    virtual HttpResponse refuse(const HttpRequest &request, Fault fault) = 0;
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

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/http.h"

#include "server/http/exchange.h"
#include "server/http/workers.h"

#include <microhttpd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include <sys/resource.h>

namespace server {

namespace {

using namespace std::chrono_literals;

// Connections beyond the limits that are still taken: strangers that were cut and are not closed yet.
constexpr unsigned surplus = 64;
// Beyond it the library answers by itself, in its own words: more than a header may have.
constexpr size_t connectionBytes = 64 * 1024;
constexpr qsizetype mostArguments = 1000;

// What is asked for, before it is taken apart. The library hangs where it has no room for a record of each
// argument: it gets none to see.
void *onTarget(void *, const char *target, MHD_Connection *connection)
{
    auto *line = static_cast<Connection *>(
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context);
    const char *query = target ? std::strchr(target, '?') : nullptr;
    line->query = query ? query + 1 : "";
    if (query)
        const_cast<char *>(query)[1] = '\0'; // its own buffer, which it is about to write into too
    return nullptr;
}

// A NUL would end the path for whoever reads it as a C string: it stays %00, which nothing is called.
size_t unescape(void *, MHD_Connection *, char *text)
{
    return std::strstr(text, "%00") ? std::strlen(text) : MHD_http_unescape(text);
}
// Descriptors that the rest of the program needs.
constexpr int others = 200;

// No more connections than there are descriptors for: a server that runs out of them takes nobody in.
Limits withinDescriptors(Limits limits)
{
    const auto wanted = rlim_t(limits.connections + limits.strangers) + surplus + others;
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted)
        return limits;
    files.rlim_cur = std::min(files.rlim_max, wanted);
    ::setrlimit(RLIMIT_NOFILE, &files);
    const int room = int(files.rlim_cur) - int(surplus) - others;
    limits.strangers = std::clamp(room / 4, 8, limits.strangers);
    limits.connections = std::clamp(room - limits.strangers, 8, limits.connections);
    return limits;
}

// What the header of a request may have.
constexpr size_t headerBytes = 32 * 1024;
// A response up to this size is sent however much memory the others take.
constexpr qsizetype smallResponse = 64 * 1024;
constexpr auto slowGrace = 50ms;
constexpr auto quickGrace = 5000ms;

// The response to a request whose body is not needed any more; a refusal where there is no room for it.
HttpResponse respond(RequestHandler &handler, Exchange &exchange)
{
    if (exchange.fault)
        return handler.refuse(exchange.request, *exchange.fault);
    HttpResponse response = exchange.plan.respond(exchange.request);
    exchange.request.body = {};
    exchange.bodyHeld.giveBack();
    if (response.body.size() <= smallResponse || exchange.responseHeld.take(response.body.size()))
        return response;
    return handler.refuse(exchange.request, Fault::Crowded);
}

} // namespace

//! The event loop and what belongs to it: connections, threads, memory.
struct Http::Loop
{
    Loop(const Limits &itsLimits, std::shared_ptr<RequestHandler> itsHandler)
        : limits(itsLimits)
        , handler(std::move(itsHandler))
        , connections(limits)
        , forBodies(std::make_shared<QSemaphore>(int(limits.heldBytes)))
        , forResponses(std::make_shared<QSemaphore>(int(limits.sentBytes)))
    {}
    ~Loop();

    std::shared_ptr<Exchange> begin(MHD_Connection *connection, const char *url, const char *method);
    void receive(Exchange &exchange, const char *bytes, size_t size);
    MHD_Result delegate(const std::shared_ptr<Exchange> &exchange);
    MHD_Result replyNow(Exchange &exchange);
    MHD_Result reply(const Exchange &exchange);

    static MHD_Result onRequest(void *loop, MHD_Connection *, const char *url, const char *method,
                                const char *version, const char *bytes, size_t *size, void **context);
    static void onCompleted(void *loop, MHD_Connection *, void **context, MHD_RequestTerminationCode);
    static void onConnection(void *loop, MHD_Connection *, void **line, MHD_ConnectionNotificationCode what);

    const Limits limits;
    std::shared_ptr<RequestHandler> handler;
    Connections connections;
    std::shared_ptr<QSemaphore> forBodies;
    std::shared_ptr<QSemaphore> forResponses;
    std::array<Workers, 4> workers{Workers(4), Workers(1), Workers(2), Workers(1)}; // for each sort of Work
    std::shared_ptr<UnderWork> underWork = std::make_shared<UnderWork>();
    MHD_Daemon *daemon = nullptr;
};

Http::Loop::~Loop()
{
    if (!daemon)
        return;
    underWork->refuseMore();
    workers[size_t(Work::Quick)].stop(quickGrace);
    handler->close(); // what is told now that it was given up is not done afterwards
    for (Workers &slow : workers)
        slow.stop(slowGrace);
    underWork->giveUp(handler->refuse({}, Fault::Crowded));
    MHD_stop_daemon(daemon);
}

std::shared_ptr<Exchange> Http::Loop::begin(MHD_Connection *connection, const char *url, const char *method)
{
    auto exchange = std::make_shared<Exchange>(forBodies, forResponses);
    exchange->connection = connection;
    exchange->line = static_cast<Connection *>(
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context);
    exchange->request = readRequest(connection, url, method, exchange->line->query);
    if (!isPlain(connection))
        exchange->fault = Fault::Ambiguous;
    else if (exchange->line->query.count('&') >= mostArguments)
        exchange->fault = Fault::ManyArguments;
    else if (MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size >
             headerBytes)
        exchange->fault = Fault::LongHeader;
    else
        exchange->plan = handler->plan(exchange->request);
    if (!connections.admit(exchange->line, exchange->plan.hasToken)) {
        exchange->fault = Fault::Crowded;
        exchange->closes = true;
    }
    return exchange;
}

void Http::Loop::receive(Exchange &exchange, const char *bytes, size_t size)
{
    if (exchange.fault || !exchange.plan.wantsBody)
        return;
    QByteArray &body = exchange.request.body;
    if (body.size() + qint64(size) > limits.bodyBytes)
        exchange.fault = Fault::TooLong;
    else if (!exchange.bodyHeld.take(qsizetype(size)))
        exchange.fault = Fault::Crowded;
    else
        body.append(bytes, qsizetype(size));
    if (exchange.fault) {
        body = {};
        exchange.bodyHeld.giveBack();
    }
}

MHD_Result Http::Loop::delegate(const std::shared_ptr<Exchange> &exchange)
{
    connections.setTurn(exchange->line, Connection::Turn::Working);
    if (!underWork->begin(exchange))
        return MHD_NO;
    workers[size_t(exchange->plan.work)].post([exchange, owner = handler, tray = underWork] {
        tray->finish(exchange, respond(*owner, *exchange));
    });
    return MHD_YES;
}

MHD_Result Http::Loop::replyNow(Exchange &exchange)
{
    exchange.response = respond(*handler, exchange);
    exchange.hasResponse = true;
    return reply(exchange);
}

MHD_Result Http::Loop::reply(const Exchange &exchange)
{
    connections.setTurn(exchange.line, Connection::Turn::Responding);
    const HttpResponse &response = exchange.response;
    // The bytes live in the exchange, which outlives the reply.
    MHD_Response *reply = MHD_create_response_from_buffer(
        size_t(response.body.size()), const_cast<char *>(response.body.constData()), MHD_RESPMEM_PERSISTENT);
    if (!reply)
        return MHD_NO;
    MHD_add_response_header(reply, MHD_HTTP_HEADER_CONTENT_TYPE, response.contentType.constData());
    for (const auto &[name, value] : response.headers)
        MHD_add_response_header(reply, name.constData(), value.constData());
    if (exchange.closes)
        MHD_add_response_header(reply, MHD_HTTP_HEADER_CONNECTION, "close");
    const MHD_Result queued = MHD_queue_response(exchange.connection, unsigned(response.status), reply);
    MHD_destroy_response(reply);
    return queued;
}

MHD_Result Http::Loop::onRequest(void *self, MHD_Connection *connection, const char *url, const char *method,
                                 const char *, const char *bytes, size_t *size, void **context)
{
    auto *loop = static_cast<Loop *>(self);
    if (!*context) {
        *context = new std::shared_ptr<Exchange>(loop->begin(connection, url, method));
        Exchange &begun = **static_cast<std::shared_ptr<Exchange> *>(*context);
        const bool isEndless = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                           MHD_HTTP_HEADER_TRANSFER_ENCODING) != nullptr;
        // Nobody knows, or need know, where its body ends.
        const bool isHopeless = begun.fault == Fault::Ambiguous || begun.fault == Fault::ManyArguments;
        if (!isHopeless && (!begun.plan.isAtOnce || !isEndless))
            return MHD_YES;
        begun.closes = true; // nothing more is read of this connection
        return loop->replyNow(begun);
    }
    const auto &exchange = *static_cast<std::shared_ptr<Exchange> *>(*context);
    if (*size > 0) {
        loop->receive(*exchange, bytes, *size);
        *size = 0;
        return MHD_YES;
    }
    if (exchange->hasResponse)
        return loop->reply(*exchange);
    // Who is refused keeps no thread busy.
    const bool isRefused = exchange->fault || exchange->plan.work == Work::None;
    return isRefused ? loop->replyNow(*exchange) : loop->delegate(exchange);
}

void Http::Loop::onCompleted(void *self, MHD_Connection *, void **context, MHD_RequestTerminationCode)
{
    auto *loop = static_cast<Loop *>(self);
    auto *exchange = static_cast<std::shared_ptr<Exchange> *>(*context);
    *context = nullptr;
    if (!exchange)
        return;
    loop->connections.setTurn((*exchange)->line, Connection::Turn::Receiving);
    delete exchange;
}

void Http::Loop::onConnection(void *self, MHD_Connection *connection, void **line,
                              MHD_ConnectionNotificationCode what)
{
    Connections &connections = static_cast<Loop *>(self)->connections;
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        *line = connections.open(
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
    else
        connections.close(static_cast<Connection *>(*line));
}

Http::Http(std::unique_ptr<Loop> loop)
    : m_loop(std::move(loop))
{}

Http::~Http() = default;

Result<std::unique_ptr<Http>> Http::serve(Listener listener, const Certificate &certificate,
                                          const Limits &limits, std::shared_ptr<RequestHandler> handler)
{
    auto loop = std::make_unique<Loop>(withinDescriptors(limits), std::move(handler));
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    std::vector<MHD_OptionItem> tls;
    if (!certificate.chain.isEmpty()) {
        flags |= MHD_USE_TLS;
        tls.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, const_cast<char *>(certificate.chain.constData())});
        tls.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, const_cast<char *>(certificate.key.constData())});
        tls.push_back(
            {MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char *>("NORMAL:-VERS-TLS1.0:-VERS-TLS1.1")});
    }
    tls.push_back({MHD_OPTION_END, 0, nullptr});
    loop->daemon = MHD_start_daemon(
        flags, 0, nullptr, nullptr, &Loop::onRequest, loop.get(), MHD_OPTION_LISTEN_SOCKET,
        listener.release(), MHD_OPTION_CONNECTION_LIMIT,
        unsigned(loop->limits.connections + loop->limits.strangers) + surplus, MHD_OPTION_CONNECTION_TIMEOUT,
        unsigned(loop->limits.idle.count()), MHD_OPTION_CONNECTION_MEMORY_LIMIT, connectionBytes,
        MHD_OPTION_NOTIFY_COMPLETED, &Loop::onCompleted, loop.get(), MHD_OPTION_NOTIFY_CONNECTION,
        &Loop::onConnection, loop.get(), MHD_OPTION_UNESCAPE_CALLBACK, &unescape, nullptr,
        MHD_OPTION_URI_LOG_CALLBACK, &onTarget, nullptr, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY,
        tls.data(), MHD_OPTION_END);
    if (!loop->daemon && !certificate.chain.isEmpty())
        return refusedError(
            QStringLiteral("the certificate and its key cannot be used: both must be PEM files, "
                           "and belong together"));
    if (!loop->daemon)
        return Error{.kind = Error::Kind::Offline, .detail = QStringLiteral("the HTTP library cannot start")};
    return std::unique_ptr<Http>(new Http(std::move(loop)));
}

} // namespace server

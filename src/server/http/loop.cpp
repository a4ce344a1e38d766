// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/loop.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>

namespace server {

using Clock = std::chrono::steady_clock;

Connections::Connections(int limit, std::chrono::milliseconds deadline)
    : m_limit(size_t(limit))
    , m_deadline(deadline)
    , m_watch([this] { watch(); })
{}

Connections::~Connections()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_changed.notify_all();
    }
    m_watch.join();
    for (Connection *connection : m_open)
        delete connection;
}

Connection *Connections::open(int socket)
{
    const std::lock_guard lock(m_mutex);
    auto *connection =
        new Connection{.socket = socket, .isSurplus = m_open.size() >= m_limit, .since = Clock::now()};
    m_open.insert(connection);
    return connection;
}

void Connections::close(Connection *connection)
{
    const std::lock_guard lock(m_mutex);
    m_open.erase(connection);
    delete connection;
}

void Connections::turn(Connection *connection, Connection::Turn turn)
{
    const std::lock_guard lock(m_mutex);
    connection->turn = turn;
    connection->seemsGone = false;
    if (turn != Connection::Turn::Working)
        connection->since = Clock::now();
}

// Its client has hung up, and everything that it sent was read.
static bool isHungUp(const Connection &connection)
{
    pollfd look{.fd = connection.socket, .events = POLLRDHUP, .revents = 0};
    int unread = 0;
    return ::poll(&look, 1, 0) == 1 && ::ioctl(connection.socket, FIONREAD, &unread) == 0 && unread == 0;
}

void Connections::watch()
{
    using namespace std::chrono_literals;
    const auto pause = std::clamp<std::chrono::milliseconds>(m_deadline / 10, 10ms, 1000ms);
    std::unique_lock lock(m_mutex);
    while (!m_changed.wait_for(lock, pause, [this] { return m_stopping; })) {
        const auto oldest = Clock::now() - m_deadline;
        for (Connection *connection : m_open) {
            // The socket itself stays open until its owner has said close(): its number cannot mean another
            // by now.
            const bool isLate = connection->turn != Connection::Turn::Working && connection->since < oldest;
            const bool isGone = connection->turn == Connection::Turn::Receiving && isHungUp(*connection);
            if (isLate || (isGone && connection->seemsGone))
                ::shutdown(connection->socket, SHUT_RDWR);
            connection->seemsGone = isGone;
        }
    }
}

using namespace std::chrono_literals;

namespace {

// A response up to this size is sent however much memory the others take.
constexpr qsizetype smallResponse = 64 * 1024;
constexpr auto slowGrace = 50ms;
constexpr auto quickGrace = 5000ms;

} // namespace

Http::Loop::~Loop()
{
    if (!daemon)
        return;
    underWork->refuseMore();
    quick.stop(quickGrace);
    handler->close(); // what is told now that it was given up is not done afterwards
    engine.stop(slowGrace);
    voice.stop(slowGrace);
    underWork->giveUp(handler->answer({.intake = HttpRequest::Intake::Crowded}));
    MHD_stop_daemon(daemon);
}

std::shared_ptr<Exchange> Http::Loop::begin(MHD_Connection *connection, const char *url, const char *method)
{
    auto exchange = std::make_shared<Exchange>(forBodies, forResponses);
    exchange->connection = connection;
    exchange->line = static_cast<Connection *>(
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context);
    HttpRequest &request = exchange->request;
    request = readRequest(connection, url, method);
    if (MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size >
        headerBytes)
        request.intake = HttpRequest::Intake::LongHeader;
    if (exchange->line->isSurplus) {
        request.intake = HttpRequest::Intake::Crowded;
        exchange->closes = true;
    }
    exchange->keepsBody = request.intake == HttpRequest::Intake::Whole && handler->wantsBody(request);
    return exchange;
}

void Http::Loop::receive(Exchange &exchange, const char *bytes, size_t size)
{
    HttpRequest &request = exchange.request;
    if (!exchange.keepsBody)
        return;
    if (request.body.size() + qint64(size) > limits.bodyBytes)
        request.intake = HttpRequest::Intake::TooLong;
    else if (!exchange.bodyHeld.take(qint64(size)))
        request.intake = HttpRequest::Intake::Crowded;
    if (request.intake != HttpRequest::Intake::Whole) {
        exchange.keepsBody = false;
        request.body = {};
        exchange.bodyHeld.giveBack();
        return;
    }
    request.body.append(bytes, qsizetype(size));
}

Workers &Http::Loop::workersFor(const HttpRequest &request)
{
    switch (handler->workFor(request)) {
    case Work::Engine:
        return engine;
    case Work::Voice:
        return voice;
    case Work::Quick:
        break;
    }
    return quick;
}

// The response to a request whose body is not needed any more; another one where there is no room for it.
static HttpResponse responseTo(RequestHandler &handler, Exchange &exchange)
{
    HttpResponse response = handler.answer(exchange.request);
    exchange.request.body = {};
    exchange.bodyHeld.giveBack();
    if (response.body.size() <= smallResponse || exchange.responseHeld.take(response.body.size()))
        return response;
    exchange.request.intake = HttpRequest::Intake::Crowded;
    return handler.answer(exchange.request);
}

MHD_Result Http::Loop::delegate(const std::shared_ptr<Exchange> &exchange)
{
    connections.work(exchange->line);
    if (!underWork->begin(exchange))
        return MHD_NO;
    workersFor(exchange->request).post([exchange, owner = handler, tray = underWork] {
        tray->finish(exchange, responseTo(*owner, *exchange));
    });
    return MHD_YES;
}

MHD_Result Http::Loop::reply(const Exchange &exchange)
{
    connections.answer(exchange.line);
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
        return MHD_YES;
    }
    const auto &exchange = *static_cast<std::shared_ptr<Exchange> *>(*context);
    if (*size > 0) {
        loop->receive(*exchange, bytes, *size);
        *size = 0;
        return MHD_YES;
    }
    if (exchange->stage == Exchange::Stage::Answered)
        return loop->reply(*exchange);
    return loop->delegate(exchange);
}

void Http::Loop::onCompleted(void *self, MHD_Connection *, void **context, MHD_RequestTerminationCode)
{
    auto *loop = static_cast<Loop *>(self);
    auto *exchange = static_cast<std::shared_ptr<Exchange> *>(*context);
    *context = nullptr;
    if (!exchange)
        return;
    loop->connections.wait((*exchange)->line);
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

} // namespace server

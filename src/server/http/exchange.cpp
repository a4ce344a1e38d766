// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/exchange.h"

#include <microhttpd.h>

#include <algorithm>
#include <utility>

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace server {

using Clock = std::chrono::steady_clock;

namespace {

// Its client has hung up, and everything that it sent was read.
bool isHungUp(const Connection &connection)
{
    pollfd look{.fd = connection.socket, .events = POLLRDHUP, .revents = 0};
    int unread = 0;
    return ::poll(&look, 1, 0) == 1 && ::ioctl(connection.socket, FIONREAD, &unread) == 0 && unread == 0;
}

Verb toVerb(const char *method)
{
    const QByteArrayView name(method);
    return name == "GET" || name == "HEAD" ? Verb::Get
           : name == "POST"                ? Verb::Post
           : name == "PUT"                 ? Verb::Put
           : name == "DELETE"              ? Verb::Delete
                                           : Verb::Other;
}

QByteArray header(MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

// What a proxy is asked for names the host too: http://127.0.0.1:7700/v1/audio/voices.
QString pathOf(const char *url)
{
    const QString text = QString::fromUtf8(url);
    const bool isAbsolute = text.startsWith(u"http://") || text.startsWith(u"https://");
    QString path = isAbsolute ? QLatin1Char('/') + text.section(u'/', 3) : text;
    while (path.startsWith(QLatin1String("//"))) // of a base address that ends in a slash
        path.remove(0, 1);
    return path;
}

// A NUL stays %00, as in a path.
QString decoded(QByteArray text)
{
    text.replace('+', ' ');
    return QString::fromUtf8(text.contains("%00") ? text : QByteArray::fromPercentEncoding(text));
}

// Of several of one name the first counts.
QHash<QString, QString> argumentsOf(const QByteArray &query)
{
    QHash<QString, QString> arguments;
    for (const QByteArray &one : query.split('&')) {
        const qsizetype end = one.indexOf('=');
        const QString name = decoded(one.left(end));
        if (!one.isEmpty() && !arguments.contains(name))
            arguments.insert(name, end < 0 ? QString() : decoded(one.mid(end + 1)));
    }
    return arguments;
}

struct Framing
{
    int lengths = 0;
    int encodings = 0;
    int hosts = 0;
    bool isOdd = false;
};

MHD_Result takeHeader(void *to, MHD_ValueKind, const char *key, const char *value)
{
    auto &framing = *static_cast<Framing *>(to);
    const QByteArrayView name(key);
    const auto is = [&](const char *known) { return name.compare(known, Qt::CaseInsensitive) == 0; };
    framing.lengths += is(MHD_HTTP_HEADER_CONTENT_LENGTH);
    framing.encodings += is(MHD_HTTP_HEADER_TRANSFER_ENCODING);
    framing.hosts += is(MHD_HTTP_HEADER_HOST);
    framing.isOdd |= name.contains(' ') || name.contains('\t') || name.isEmpty() ||
                     (is(MHD_HTTP_HEADER_TRANSFER_ENCODING) &&
                      QByteArrayView(value ? value : "").compare("chunked", Qt::CaseInsensitive) != 0);
    return MHD_YES;
}

} // namespace

bool isPlain(MHD_Connection *connection)
{
    Framing framing;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, takeHeader, &framing);
    return framing.lengths + framing.encodings <= 1 && framing.hosts <= 1 && !framing.isOdd;
}

Connections::Connections(const Limits &limits)
    : m_limits(limits)
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
}

Connection *Connections::open(int socket)
{
    const std::lock_guard lock(m_mutex);
    if (m_strangers >= m_limits.strangers)
        shedOne();
    ++m_strangers;
    const auto now = Clock::now();
    return &m_open.insert_or_assign(socket, Connection{.socket = socket, .since = now, .opened = now})
                .first->second;
}

// Whoever is being answered stays, and soon has been.
void Connections::shedOne()
{
    Connection *first = nullptr;
    for (auto &[socket, one] : m_open) {
        const bool isIdle = !one.isGuest && !one.isShed && one.turn != Connection::Turn::Working;
        if (isIdle && (!first || one.opened < first->opened))
            first = &one;
    }
    if (!first)
        return;
    first->isShed = true;
    --m_strangers;
    ::shutdown(first->socket, SHUT_RDWR);
}

void Connections::close(Connection *connection)
{
    const std::lock_guard lock(m_mutex);
    if (connection->isGuest)
        --m_guests;
    else if (!connection->isShed)
        --m_strangers;
    const int socket = connection->socket; // the entry ends with its key
    m_open.erase(socket);
}

bool Connections::admit(Connection *connection, bool hasToken)
{
    const std::lock_guard lock(m_mutex);
    connection->hasAsked = true;
    if (!hasToken || connection->isGuest || connection->isShed)
        return true;
    if (m_guests >= m_limits.connections)
        return false;
    connection->isGuest = true;
    ++m_guests;
    --m_strangers;
    return true;
}

void Connections::setTurn(Connection *connection, Connection::Turn turn)
{
    const std::lock_guard lock(m_mutex);
    connection->turn = turn;
    connection->seemsGone = false;
    if (turn != Connection::Turn::Working)
        connection->since = Clock::now();
}

bool Connections::isLate(const Connection &connection, Clock::time_point now) const
{
    if (connection.turn == Connection::Turn::Working)
        return false;
    const bool isOver = connection.since < now - m_limits.deadline;
    if (connection.isGuest)
        return isOver;
    return isOver || connection.opened < now - (connection.hasAsked ? m_limits.deadline : m_limits.patience);
}

void Connections::watch()
{
    using namespace std::chrono_literals;
    const auto pause = std::clamp<std::chrono::milliseconds>(
        std::min(m_limits.deadline, m_limits.patience) / 10, 10ms, 1000ms);
    std::unique_lock lock(m_mutex);
    while (!m_changed.wait_for(lock, pause, [this] { return m_stopping; })) {
        const auto now = Clock::now();
        for (auto &[socket, connection] : m_open) {
            // The socket itself stays open until its owner has said close(): its number cannot mean another
            // by now.
            const bool isGone = connection.turn == Connection::Turn::Receiving && isHungUp(connection);
            if (isLate(connection, now) || (isGone && connection.seemsGone))
                ::shutdown(socket, SHUT_RDWR);
            connection.seemsGone = isGone;
        }
    }
}

bool Holding::take(qsizetype bytes)
{
    if (!m_memory->tryAcquire(int(bytes)))
        return false;
    m_bytes += int(bytes);
    return true;
}

HttpRequest readRequest(MHD_Connection *connection, const char *url, const char *method,
                        const QByteArray &query)
{
    HttpRequest request{.verb = toVerb(method),
                        .path = pathOf(url),
                        .query = argumentsOf(query),
                        .authorization = header(connection, MHD_HTTP_HEADER_AUTHORIZATION),
                        .contentType = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
                        .contentEncoding = header(connection, MHD_HTTP_HEADER_CONTENT_ENCODING),
                        .host = header(connection, MHD_HTTP_HEADER_HOST),
                        .origin = header(connection, MHD_HTTP_HEADER_ORIGIN)};
    // HTTP knows ranges for GET alone; and nothing here has a version that If-Range could name.
    if (qstrcmp(method, "GET") == 0 && header(connection, MHD_HTTP_HEADER_IF_RANGE).isEmpty())
        request.range = header(connection, MHD_HTTP_HEADER_RANGE);
    return request;
}

bool UnderWork::begin(const std::shared_ptr<Exchange> &exchange)
{
    const std::lock_guard lock(m_mutex);
    if (m_refuses)
        return false;
    m_exchanges.insert(exchange);
    MHD_suspend_connection(exchange->connection);
    return true;
}

void UnderWork::finish(const std::shared_ptr<Exchange> &exchange, HttpResponse response)
{
    const std::lock_guard lock(m_mutex);
    if (m_exchanges.erase(exchange) == 0)
        return;
    exchange->response = std::move(response);
    exchange->hasResponse = true;
    MHD_resume_connection(exchange->connection);
}

void UnderWork::refuseMore()
{
    const std::lock_guard lock(m_mutex);
    m_refuses = true;
}

void UnderWork::giveUp(const HttpResponse &response)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &exchange : m_exchanges) {
        exchange->response = response;
        exchange->closes = true;
        exchange->hasResponse = true;
        MHD_resume_connection(exchange->connection);
    }
    m_exchanges.clear();
}

} // namespace server

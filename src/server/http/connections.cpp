// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/connections.h"

#include <algorithm>

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

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

} // namespace server

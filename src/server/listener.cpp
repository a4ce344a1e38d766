// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/listener.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace server {

namespace {

union Address {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
};

// The size of the address; 0 where it is none of this computer alone.
socklen_t toAddress(const QString &host, quint16 port, Address &address)
{
    const QByteArray text = host == u"localhost" ? QByteArray("127.0.0.1") : host.toLatin1();
    address = {};
    if (inet_pton(AF_INET, text.constData(), &address.v4.sin_addr) == 1) {
        address.v4.sin_family = AF_INET;
        address.v4.sin_port = htons(port);
        return (ntohl(address.v4.sin_addr.s_addr) >> 24) == 127 ? sizeof address.v4 : 0;
    }
    address = {};
    if (inet_pton(AF_INET6, text.constData(), &address.v6.sin6_addr) == 1) {
        address.v6.sin6_family = AF_INET6;
        address.v6.sin6_port = htons(port);
        return IN6_IS_ADDR_LOOPBACK(&address.v6.sin6_addr) ? sizeof address.v6 : 0;
    }
    return 0;
}

} // namespace

Result<Listener> Listener::open(const QString &host, quint16 port)
{
    Address address;
    socklen_t size = toAddress(host, port, address);
    if (size == 0)
        return Error{
            .kind = Error::Kind::Refused,
            .detail =
                QStringLiteral("%1 is not an address of this computer alone: use 127.0.0.1, localhost or ::1")
                    .arg(host)};
    const auto failed = [&] {
        return Error{.kind = Error::Kind::Offline,
                     .detail =
                         QStringLiteral("cannot listen on %1, port %2: %3")
                             .arg(host, QString::number(port), QString::fromLocal8Bit(std::strerror(errno)))};
    };
    Listener listener(::socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), port);
    const int on = 1;
    if (listener.m_socket < 0 ||
        ::setsockopt(listener.m_socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(listener.m_socket, &address.any, size) != 0 || ::listen(listener.m_socket, SOMAXCONN) != 0 ||
        ::getsockname(listener.m_socket, &address.any, &size) != 0)
        return failed();
    listener.m_port = ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
    return listener;
}

Listener::Listener(Listener &&other) noexcept
    : m_socket(other.release())
    , m_port(other.m_port)
{}

Listener::~Listener()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

int Listener::release()
{
    return std::exchange(m_socket, -1);
}

} // namespace server

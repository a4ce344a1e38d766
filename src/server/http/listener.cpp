// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/listener.h"

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

// The size of the address; 0 where it is none.
socklen_t toAddress(const QString &host, quint16 port, Address &address)
{
    const QByteArray text = host == u"localhost" ? QByteArray("127.0.0.1") : host.toLatin1();
    address = {};
    if (inet_pton(AF_INET, text.constData(), &address.v4.sin_addr) == 1) {
        address.v4.sin_family = AF_INET;
        address.v4.sin_port = htons(port);
        return sizeof address.v4;
    }
    address = {};
    if (inet_pton(AF_INET6, text.constData(), &address.v6.sin6_addr) == 1) {
        address.v6.sin6_family = AF_INET6;
        address.v6.sin6_port = htons(port);
        return sizeof address.v6;
    }
    return 0;
}

bool isLoopback(const Address &address)
{
    return address.any.sa_family == AF_INET ? (ntohl(address.v4.sin_addr.s_addr) >> 24) == 127
                                            : IN6_IS_ADDR_LOOPBACK(&address.v6.sin6_addr);
}

bool isAny(const Address &address)
{
    return address.any.sa_family == AF_INET ? address.v4.sin_addr.s_addr == INADDR_ANY
                                            : IN6_IS_ADDR_UNSPECIFIED(&address.v6.sin6_addr);
}

} // namespace

Result<Listener> Listener::open(const QString &host, quint16 port, Reach reach)
{
    Address address;
    socklen_t size = toAddress(host, port, address);
    if (size == 0)
        return refusedError(
            QStringLiteral("%1 is not an address of this computer: use 127.0.0.1, localhost, ::1, "
                           "0.0.0.0 or :: or one of its own addresses")
                .arg(host));
    if (reach == Reach::ThisComputer && !isLoopback(address))
        return refusedError(
            QStringLiteral("%1 is not an address of this computer alone: use 127.0.0.1, localhost or "
                           "::1; or give a certificate and its key; or, where everybody on the "
                           "network may hear token and voices, --allow-plain-http")
                .arg(host));
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
    listener.m_reach = isLoopback(address) ? Reach::ThisComputer : Reach::Everywhere;
    listener.m_isWildcard = isAny(address);
    listener.m_port = ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
    return listener;
}

Listener::Listener(Listener &&other) noexcept
    : m_socket(other.release())
    , m_port(other.m_port)
    , m_reach(other.m_reach)
    , m_isWildcard(other.m_isWildcard)
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

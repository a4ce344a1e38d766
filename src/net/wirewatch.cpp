// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wirewatch.h"

#include <QDir>

#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

// More than what may be on its way through Qt: the windows of HTTP/2 and a few buffers.
constexpr qint64 most = 6 * 1024 * 1024;
// More than any header has, where nothing else comes for so many looks.
constexpr qint64 mostOfHeaders = 512 * 1024;
constexpr int patience = 10;

// A socket that leads to one of the ports.
struct Line
{
    int socket = -1;
    quint64 inode = 0;
    qint64 read = 0; // bytes, by whoever reads it
    int unread = 0;  // bytes that wait
};

quint16 peerPort(int socket)
{
    sockaddr_storage peer = {};
    socklen_t size = sizeof peer;
    if (::getpeername(socket, reinterpret_cast<sockaddr *>(&peer), &size) != 0)
        return 0;
    if (peer.ss_family == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in &>(peer).sin_port);
    return peer.ss_family == AF_INET6 ? ntohs(reinterpret_cast<const sockaddr_in6 &>(peer).sin6_port) : 0;
}

quint64 inodeOf(int socket)
{
    struct stat entry = {};
    return ::fstat(socket, &entry) == 0 && S_ISSOCK(entry.st_mode) ? entry.st_ino : 0;
}

QList<Line> linesTo(const QSet<quint16> &ports)
{
    QList<Line> lines;
    for (const QString &name : QDir(QStringLiteral("/proc/self/fd"))
                                   .entryList(QDir::NoDotAndDotDot | QDir::System | QDir::AllEntries)) {
        const int socket = name.toInt();
        const quint64 inode = inodeOf(socket);
        if (inode == 0 || !ports.contains(peerPort(socket)))
            continue;
        tcp_info told = {};
        socklen_t size = sizeof told;
        int unread = 0;
        if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &told, &size) == 0 &&
            ::ioctl(socket, FIONREAD, &unread) == 0)
            lines.append({socket, inode, qint64(told.tcpi_bytes_received) - unread, unread});
    }
    return lines;
}

// Puts a connection that has ended in its place: whoever reads it comes to its end at once, while a shutdown
// would leave megabytes to read in the system's buffer. The service sees a reset.
void cut(int socket)
{
    int ended[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ended) != 0)
        return void(::shutdown(socket, SHUT_RDWR));
    ::close(ended[1]);
    ::dup3(ended[0], socket, O_CLOEXEC);
    ::close(ended[0]);
}

} // namespace

void WireWatch::follow(const QUrl &url, quint16 proxyPort)
{
    m_ports << quint16(url.port(url.scheme() == QLatin1String("https") ? 443 : 80));
    if (proxyPort != 0)
        m_ports << proxyPort;
}

bool WireWatch::look()
{
    const QList<Line> lines = linesTo(m_ports);
    QHash<quint64, Seen> seen;
    qint64 came = 0;
    m_isQuiet = true;
    for (const Line &line : lines) {
        const Seen before = m_seen.value(line.inode, {line.read, line.read});
        came += line.read - before.last;
        const bool isIdle = line.read == before.last && line.unread >= mostOfHeaders / 8;
        const int idle = isIdle ? before.idle + 1 : 0;
        m_isQuiet = m_isQuiet && !isIdle && m_seen.contains(line.inode);
        seen.insert(line.inode, {before.first, line.read, idle});
        if (idle == patience && inodeOf(line.socket) == line.inode)
            cut(line.socket);
    }
    const qint64 explained = s_explained - std::exchange(m_explained, s_explained);
    m_isQuiet = m_isQuiet && came == 0;
    m_excess = qMax(qint64(0), m_excess + came - explained);
    m_fruitless = explained > 0 || m_excess == 0 ? 0 : m_fruitless + (came > 0);
    m_seen = seen;
    if (m_excess <= most && (m_excess <= mostOfHeaders || m_fruitless < patience))
        return false;
    m_excess = 0;
    m_fruitless = 0;
    for (const Line &line : lines) {
        const bool isFlooding = line.read - seen.value(line.inode).first >= mostOfHeaders;
        if (isFlooding && inodeOf(line.socket) == line.inode)
            cut(line.socket);
    }
    return true;
}

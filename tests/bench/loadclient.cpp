// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/loadclient.h"

#include <QFile>

#include <algorithm>
#include <array>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace load {

namespace {

const QByteArray token = "bench";
const QByteArray common = " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n";

QByteArray withBody(const QByteArray &path, const QByteArray &type, const QByteArray &body)
{
    return "POST " + path + common + "Content-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

Line::Line(quint16 port)
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        qFatal("cannot connect");
}

Line::Line(Line &&other) noexcept
    : m_socket(std::exchange(other.m_socket, -1))
{}

Line::~Line()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

bool Line::send(const QByteArray &bytes)
{
    return ::send(m_socket, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) == bytes.size();
}

bool Line::take()
{
    QByteArray bytes;
    std::array<char, 65536> block{};
    qsizetype whole = -1;
    while (whole < 0 || bytes.size() < whole) {
        const ssize_t size = ::recv(m_socket, block.data(), block.size(), 0);
        if (size <= 0)
            return false;
        bytes.append(block.data(), size);
        const qsizetype head = bytes.indexOf("\r\n\r\n");
        if (whole < 0 && head >= 0) {
            const qsizetype field = bytes.toLower().indexOf("content-length:");
            whole = head + 4 +
                    bytes.mid(field + 15, bytes.indexOf('\r', field) - field - 15).trimmed().toLongLong();
        }
    }
    m_body = bytes.mid(bytes.indexOf("\r\n\r\n") + 4);
    return bytes.startsWith("HTTP/1.1 200") && (!m_body.startsWith('{') || m_body.contains("\"code\":0"));
}

QByteArray get(const QByteArray &path)
{
    return "GET " + path + common + "\r\n";
}

QByteArray post(const QByteArray &path, const QByteArray &json)
{
    return withBody(path, "application/json", json);
}

QByteArray upload(const QByteArray &path, const QByteArray &wav, const QByteArray &name)
{
    QByteArray form =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n" + wav + "\r\n";
    if (!name.isEmpty())
        form += "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n" + name + "\r\n";
    return withBody(path, "multipart/form-data; boundary=b", form + "--b--\r\n");
}

QByteArray idIn(const QByteArray &body)
{
    const qsizetype at = body.indexOf("\"id\":\"") + 6;
    return body.mid(at, body.indexOf('"', at) - at);
}

void Times::sort()
{
    std::sort(all.begin(), all.end());
}

double Times::at(double share) const
{
    return all.isEmpty() ? 0 : all[std::min(all.size() - 1, qsizetype(share * double(all.size())))];
}

Program::Program(const QString &path, const QStringList &arguments)
{
    qputenv("VOICEPRINT_SERVER_TOKEN", token);
    const auto begin = Clock::now();
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(path, arguments);
    if (!m_process.waitForReadyRead(60'000))
        qFatal("%s does not start", qPrintable(path));
    m_start = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    m_port = m_process.readAllStandardOutput().trimmed().split(':').last().toUShort();
}

Program::~Program()
{
    m_process.terminate();
    m_process.waitForFinished();
}

double Program::memory() const
{
    QFile rollup(QStringLiteral("/proc/%1/smaps_rollup").arg(m_process.processId()));
    if (rollup.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : rollup.readAll().split('\n')) {
            if (line.startsWith("Pss:"))
                return line.simplified().split(' ').value(1).toDouble() / 1024;
        }
    }
    return 0;
}

} // namespace load

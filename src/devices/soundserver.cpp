// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundserver.h"

#include <QByteArrayList>
#include <QCoreApplication>

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace soundserver {

namespace {

bool listens(const QByteArray &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= qsizetype(sizeof address.sun_path))
        return true; // cannot be asked like this
    std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return true;
    const int refused = ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    const bool isThere = refused == 0 || errno == EAGAIN; // EAGAIN: it is there, and busy
    ::close(socket);
    return isThere;
}

// Where libpulse looks, in its order.
QByteArrayList places()
{
    if (const QByteArray told = qgetenv("PULSE_SERVER"); !told.isEmpty())
        return told.simplified().split(' ');
    QByteArrayList usual{"/run/pulse/native"};
    if (const QByteArray folder = qgetenv("PULSE_RUNTIME_PATH"); !folder.isEmpty())
        usual.prepend(folder + "/native");
    else if (const QByteArray session = qgetenv("XDG_RUNTIME_DIR"); !session.isEmpty())
        usual.prepend(session + "/pulse/native");
    return usual;
}

} // namespace

bool isRunning()
{
    for (QByteArray place : places()) {
        if (place.startsWith('{')) // "{machine}address"
            place.remove(0, place.indexOf('}') + 1);
        if (place.startsWith("unix:"))
            place.remove(0, 5);
        if (!place.startsWith('/') || listens(place))
            return true;
    }
    return false;
}

Error absent()
{
    return {.kind = Error::Kind::Device,
            .detail = QCoreApplication::translate(
                "Error", "the sound service (PulseAudio or PipeWire) is not running")};
}

} // namespace soundserver

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

namespace server {

//! A socket that hears connections of this computer alone; they wait until an Http takes them.
class Listener
{
public:
    //! \a port 0: any free one. Errors: Refused (not a loopback address), Offline (the port is taken).
    static Result<Listener> open(const QString &host, quint16 port);
    Listener(Listener &&other) noexcept;
    Listener &operator=(Listener &&) = delete;
    ~Listener();

    quint16 port() const { return m_port; }
    //! Gives the socket away.
    int release();

private:
    Listener(int socket, quint16 port)
        : m_socket(socket)
        , m_port(port)
    {}
    int m_socket;
    quint16 m_port;
};

} // namespace server

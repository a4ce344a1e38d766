// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

namespace server {

//! A socket that hears connections; they wait until an Http takes them.
class Listener
{
public:
    //! From where connections may come.
    enum class Reach { ThisComputer, Everywhere };

    //! \a port 0: any free one. Errors: Refused (not an address within \a reach), Offline (the port is
    //! taken).
    static Result<Listener> open(const QString &host, quint16 port, Reach reach);
    Listener(Listener &&other) noexcept;
    Listener &operator=(Listener &&) = delete;
    ~Listener();

    quint16 port() const { return m_port; }
    Reach reach() const { return m_reach; }          //!< of the address
    bool isWildcard() const { return m_isWildcard; } //!< every address of this computer
    //! Gives the socket away.
    int release();

private:
    Listener(int socket, quint16 port)
        : m_socket(socket)
        , m_port(port)
    {}
    int m_socket;
    quint16 m_port;
    Reach m_reach = Reach::ThisComputer;
    bool m_isWildcard = false;
};

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"
#include "server/server.h"
#include "shell/startoptions.h"

#include <thread>

//! The service that the window speaks to: Coze, or the local server, which it starts and ends.
class Service : public QObject
{
    Q_OBJECT
public:
    enum class State { Starting, Ready, Unreachable };

    explicit Service(StartOptions options, QObject *parent = nullptr);
    ~Service() override; //!< ends the clients before the server

    //! Makes the connection, or tries again after a failure; returns at once.
    void start();

    Client *client() const { return m_client.get(); } //!< nullptr until the connection stands
    State state() const { return m_state; }
    bool isLocal() const { return !m_options.connection; }
    QString name() const; //!< for people
    const StartOptions &options() const { return m_options; }

signals:
    void stateChanged();
    void clientChanged(Client *client);
    void failed(const Error &error); //!< the local server cannot start

private:
    void connectTo(Connection connection);
    void setState(State state);

    const StartOptions m_options;
    State m_state = State::Starting;
    std::thread m_starting;
    std::unique_ptr<server::Server> m_server;
    std::unique_ptr<Client> m_client; // after the server: it dies first
};

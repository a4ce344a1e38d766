// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/service.h"

Service::Service(StartOptions options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{}

Service::~Service()
{
    if (m_starting.joinable())
        m_starting.join();
}

void Service::start()
{
    if (m_options.problem != StartOptions::Problem::None) {
        setState(State::Unreachable);
        return;
    }
    if (m_options.connection) {
        connectTo(*m_options.connection);
        return;
    }
    if (m_starting.joinable())
        m_starting.join();
    setState(State::Starting);
    server::Options options;
    options.dataDirectory = m_options.dataDirectory;
    options.token = server::makeToken();
    m_starting = std::thread([this, options] {
        auto started =
            std::make_shared<Result<std::unique_ptr<server::Server>>>(server::Server::start(options));
        QMetaObject::invokeMethod(
            this,
            [this, started, token = options.token] {
                if (!*started) {
                    setState(State::Unreachable);
                    emit failed(started->error());
                    return;
                }
                m_server = std::move(**started);
                connectTo({m_server->url(), token, QStringLiteral("This computer")});
                setState(State::Ready);
            },
            Qt::QueuedConnection);
    });
}

QString Service::name() const
{
    if (m_options.connection)
        return m_options.connection->name;
    return m_options.problem == StartOptions::Problem::None ? tr("This computer") : m_options.address;
}

void Service::connectTo(Connection connection)
{
    // The old one goes last: whoever gets the new one may still ask what became of a call.
    const auto old = std::exchange(m_client, std::make_unique<Client>(std::move(connection)));
    connect(m_client.get(), &Client::exchanged, this, [this](const Exchange &exchange) {
        setState(exchange.httpStatus == 0 ? State::Unreachable : State::Ready);
    });
    emit clientChanged(m_client.get());
}

void Service::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        emit stateChanged();
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/thiscomputer.h"

#include "config/connections.h"

#include <condition_variable>
#include <mutex>
#include <thread>

//! A start under way, shared by its thread and whoever waits for it.
struct ThisComputer::Starting
{
    std::mutex mutex;
    std::condition_variable ended;
    bool hasEnded = false;
    ThisComputer *waiting = nullptr; //!< nullptr once nobody wants the server any more
};

ThisComputer::ThisComputer(const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_dataDirectory(dataDirectory)
    , m_token(server::makeToken())
{}

ThisComputer::~ThisComputer()
{
    if (!m_starting)
        return;
    std::unique_lock lock(m_starting->mutex);
    m_starting->waiting = nullptr;
    // Usually it is a matter of milliseconds, after which the folder is free for the next one.
    m_starting->ended.wait_for(lock, std::chrono::milliseconds(300), [this] { return m_starting->hasEnded; });
}

void ThisComputer::start()
{
    if (m_server)
        return emit started();
    if (m_starting)
        return;
    server::Options options;
    options.dataDirectory = m_dataDirectory;
    options.token = m_token;
    m_starting = std::make_shared<Starting>();
    m_starting->waiting = this;
    std::thread([starting = m_starting, options] {
        auto outcome = std::make_shared<Started>(server::Server::start(options));
        const std::lock_guard lock(starting->mutex);
        if (ThisComputer *waiting = starting->waiting)
            QMetaObject::invokeMethod(
                waiting, [waiting, outcome] { waiting->take(*outcome); }, Qt::QueuedConnection);
        outcome.reset(); // a server that nobody wants ends here
        starting->hasEnded = true;
        starting->ended.notify_all();
    }).detach();
}

void ThisComputer::take(Started &outcome)
{
    m_starting.reset();
    if (!outcome)
        return emit failed(outcome.error());
    m_server = *std::move(outcome);
    emit started();
}

Connection ThisComputer::connection() const
{
    return {.base = m_server->url(),
            .token = m_token,
            .name = QStringLiteral("This computer"),
            .id = Connections::localId};
}

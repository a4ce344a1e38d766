// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/thiscomputer.h"

#include "account/connections.h"
#include "server/endpoints/token.h"
#include "server/store/directorylock.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTimer>

#include <condition_variable>
#include <mutex>
#include <thread>

using namespace std::chrono_literals;

static constexpr auto answerGrace = 500ms; // for what is answered before the end

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
    // A start usually takes milliseconds, and then the folder is free for the next process. A restoration
    // must not be cut off: it finishes, or clears away what it has written.
    m_giveUp.request_stop();
    m_starting->ended.wait_for(lock, m_restored ? 10s : 300ms, [this] { return m_starting->hasEnded; });
}

//! What came of a start, and of the restoration before it.
struct ThisComputer::Outcome
{
    Result<std::unique_ptr<server::Server>> server = std::unique_ptr<server::Server>();
    QUrl elsewhere = {};
    std::optional<Result<server::Holdings>> restored = {};
};

void ThisComputer::start()
{
    if (m_server)
        return emit started();
    if (!m_starting)
        begin([](Outcome &) {});
}

void ThisComputer::restore(const QString &file, std::stop_token stop, Restored deliver)
{
    if (m_starting)
        return deliver(
            Error{.kind = Error::Kind::Busy,
                  .detail = QCoreApplication::translate("Error", "“This computer” is just starting")});
    m_restored = std::move(deliver);
    m_giveUp = {};
    // The old server ends in that thread, where nobody waits for it.
    begin([old = std::shared_ptr(std::move(m_server)), directory = m_dataDirectory, file, stop,
           giveUp = m_giveUp](Outcome &outcome) mutable {
        old.reset();
        const std::stop_callback given(stop, [&giveUp] { giveUp.request_stop(); });
        outcome.restored = server::restore(directory, file, giveUp.get_token());
    });
}

void ThisComputer::begin(std::function<void(Outcome &)> before)
{
    server::Options options;
    options.dataDirectory = m_dataDirectory;
    options.token = m_token;
    options.onLost = [self = QPointer(this)](const Error &error) {
        const auto end = [self, error] {
            if (!self)
                return;
            self->m_server.reset();
            emit self->failed(error, {});
        };
        QMetaObject::invokeMethod(qApp, [end] { QTimer::singleShot(answerGrace, qApp, end); });
    };
    m_starting = std::make_shared<Starting>();
    m_starting->waiting = this;
    std::thread([starting = m_starting, options, before = std::move(before)]() mutable {
        auto outcome = std::make_shared<Outcome>();
        before(*outcome);
        before = {};
        outcome->server = server::Server::start(options);
        if (!outcome->server)
            outcome->elsewhere = server::DirectoryLock::servedAt(options.dataDirectory);
        const std::lock_guard lock(starting->mutex);
        if (ThisComputer *waiting = starting->waiting)
            QMetaObject::invokeMethod(
                waiting, [waiting, outcome] { waiting->take(*outcome); }, Qt::QueuedConnection);
        outcome.reset(); // a server that nobody wants ends here
        starting->hasEnded = true;
        starting->ended.notify_all();
    }).detach();
}

void ThisComputer::take(Outcome &outcome)
{
    m_starting.reset();
    if (outcome.restored)
        std::exchange(m_restored, {})(*outcome.restored);
    if (!outcome.server)
        return emit failed(outcome.server.error(), outcome.elsewhere);
    m_server = *std::move(outcome.server);
    emit started();
}

Connection ThisComputer::connection() const
{
    return {.base = m_server->url(),
            .token = m_token,
            .name = QLatin1String(Connections::localName),
            .id = Connections::localId};
}

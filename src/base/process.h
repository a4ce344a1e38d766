// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QPointer>
#include <QThreadPool>

#include <chrono>
#include <concepts>
#include <functional>
#include <type_traits>

Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logServer)
Q_DECLARE_LOGGING_CATEGORY(logSound)
Q_DECLARE_LOGGING_CATEGORY(logStorage)

//! What this process was started with.
namespace environment {

//! The value of the variable, trimmed, which is then unset and wiped from memory: no child process, no list
//! of processes and no crash report shows it. Call while there is one thread only.
QByteArray takeSecret(const char *name);

} // namespace environment

//! For how long this computer has been suspended since it was started.
std::chrono::milliseconds timeAsleep();

//! Notices that the computer was suspended.
class SleepWatch
{
public:
    using Clock = std::function<std::chrono::milliseconds()>; //!< timeAsleep(), or a test's

    explicit SleepWatch(Clock clock)
        : m_clock(std::move(clock))
        , m_before(m_clock())
    {}
    //! Whether it was since this was asked last.
    bool hasSlept();

private:
    const Clock m_clock;
    std::chrono::milliseconds m_before;
};

//! Runs \a work off this thread, in a thread of \a pool, and hands what it returns to \a deliver in the GUI
//! thread, if \a receiver still lives then.
template <std::invocable Work, std::invocable<std::invoke_result_t<Work>> Deliver>
void inBackground(QObject *receiver, Work work, Deliver deliver,
                  QThreadPool *pool = QThreadPool::globalInstance())
{
    pool->start([guard = QPointer<QObject>(receiver), work, deliver] {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, deliver, value = work()] {
                if (guard)
                    deliver(value);
            },
            Qt::QueuedConnection);
    });
}

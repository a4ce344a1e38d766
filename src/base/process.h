// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>

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

//! Tells that this computer has slept while calls were under way: every connection may have died without a
//! word.
class SleepAlarm : public QObject
{
    Q_OBJECT
public:
    explicit SleepAlarm(SleepWatch::Clock timeAsleep);

    void begin(); //!< a call is under way: looks every second, until as many have ended
    void end();
    void look(); //!< at once

signals:
    void woke();

private:
    SleepWatch m_watch;
    QTimer m_tick;
    int m_callsUnderWay = 0;
};

//! Runs \a work off this thread and hands what it returns to \a deliver in the GUI thread, if \a receiver
//! still lives then.
template <std::invocable Work, std::invocable<std::invoke_result_t<Work>> Deliver>
void inBackground(QObject *receiver, Work work, Deliver deliver)
{
    QThreadPool::globalInstance()->start([guard = QPointer<QObject>(receiver), work, deliver] {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, deliver, value = work()] {
                if (guard)
                    deliver(value);
            },
            Qt::QueuedConnection);
    });
}

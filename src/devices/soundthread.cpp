// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundthread.h"

#include <QAudioDevice>
#include <QDeadlineTimer>
#include <QMediaDevices>
#include <QThread>

#include <atomic>
#include <mutex>

namespace soundthread {

namespace {

std::atomic_int awaited = 0; // threads and pieces of work that have not come back

//! Lives until the process ends: Qt's engine must not lose its thread before that.
QObject *desk()
{
    static QObject *const object = [] {
        auto *thread = new QThread;
        thread->setObjectName(QStringLiteral("sound"));
        thread->start();
        auto *made = new QObject;
        made->moveToThread(thread);
        return made;
    }();
    return object;
}

} // namespace

void post(std::function<void()> work)
{
    ++awaited;
    QMetaObject::invokeMethod(
        desk(),
        [work = std::move(work)] {
            work();
            --awaited;
        },
        Qt::QueuedConnection);
}

void prepare()
{
    static std::once_flag once;
    std::call_once(once, [] {
        QMetaObject::invokeMethod(
            desk(), [] { (void)QMediaDevices::audioInputs(); }, Qt::BlockingQueuedConnection);
    });
}

void end(QThread *thread, QObject *resident, int patience)
{
    ++awaited;
    QObject::connect(thread, &QThread::finished, [] { --awaited; });
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    if (resident) { // not quit() at once: what closes the device must be over when the thread counts as ended
        QObject::connect(resident, &QObject::destroyed, [thread] { thread->quit(); });
        resident->deleteLater();
    } else {
        thread->quit();
    }
    if (patience > 0 && thread->wait(QDeadlineTimer(patience)))
        delete thread;
}

bool hasHungDevice()
{
    return awaited > 0;
}

} // namespace soundthread

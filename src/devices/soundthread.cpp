// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundthread.h"

#include "devices/soundserver.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QAudioSource>
#include <QDeadlineTimer>
#include <QMediaDevices>
#include <QThread>
#include <QTimer>

#include <atomic>

namespace soundthread {

namespace {

std::atomic_int awaited = 0; // threads and pieces of work that have not come back

// Qt 6.4 looks for a lost server once, three seconds later, and never again: its timer stands still until
// there is one.
void watch(QObject *there)
{
    auto *timer = new QTimer(there);
    QObject::connect(timer, &QTimer::timeout, there, [] {
        while (!soundserver::isRunning())
            QThread::msleep(200);
    });
    timer->start(500);
}

//! Lives until the process ends: Qt's engine must not lose its thread before that.
QObject *desk()
{
    static QObject *const object = [] {
        auto *thread = new QThread;
        thread->setObjectName(QStringLiteral("sound"));
        thread->start();
        auto *made = new QObject;
        made->moveToThread(thread);
        QMetaObject::invokeMethod(
            made, [made] { watch(made); }, Qt::QueuedConnection);
        return made;
    }();
    return object;
}

// Qt 6.4 has one engine for the lists of devices and another for the streams; that is made by the first
// start(), even of a sound that cannot be.
void makeEngines()
{
    static bool areMade = false;
    const QAudioDevice loudspeaker = QMediaDevices::defaultAudioOutput();
    const QAudioDevice microphone = QMediaDevices::defaultAudioInput();
    if (areMade || (loudspeaker.isNull() && microphone.isNull()))
        return;
    areMade = true;
    if (!loudspeaker.isNull())
        QAudioSink(loudspeaker, QAudioFormat()).start();
    else
        QAudioSource(microphone, QAudioFormat()).start();
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
    QMetaObject::invokeMethod(desk(), &makeEngines, Qt::BlockingQueuedConnection);
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

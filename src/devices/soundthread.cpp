// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundthread.h"

#include <QAudioDevice>
#include <QMediaDevices>
#include <QThread>

#include <mutex>

namespace soundthread {

namespace {

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
    QMetaObject::invokeMethod(desk(), std::move(work), Qt::QueuedConnection);
}

void prepare()
{
    static std::once_flag once;
    std::call_once(once, [] {
        QMetaObject::invokeMethod(
            desk(), [] { (void)QMediaDevices::audioInputs(); }, Qt::BlockingQueuedConnection);
    });
}

} // namespace soundthread

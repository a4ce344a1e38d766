// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <concepts>
#include <type_traits>

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

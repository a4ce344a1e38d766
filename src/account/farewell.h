// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEventLoop>
#include <QTimer>

#include <chrono>

//! Holds back the end of the application until \a settled comes from \a who, for \a patience at most. Only
//! for slots of QCoreApplication::aboutToQuit: the windows are closed and the loop of the application has
//! ended by then.
template <class Object, class Signal>
void holdFarewell(const Object *who, Signal settled, std::chrono::milliseconds patience)
{
    QEventLoop loop;
    QObject::connect(who, settled, &loop, &QEventLoop::quit);
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    loop.exec();
}

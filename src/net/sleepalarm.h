// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sleepwatch.h"

#include <QObject>
#include <QTimer>

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

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/sleepalarm.h"

SleepAlarm::SleepAlarm(SleepWatch::Clock timeAsleep)
    : m_watch(std::move(timeAsleep))
{
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &SleepAlarm::look);
}

void SleepAlarm::begin()
{
    if (m_callsUnderWay++ == 0)
        m_tick.start();
}

void SleepAlarm::end()
{
    if (--m_callsUnderWay == 0)
        m_tick.stop();
}

void SleepAlarm::look()
{
    if (m_watch.hasSlept())
        emit woke();
}

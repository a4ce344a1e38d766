// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/sleepwatch.h"

#include <time.h>

using namespace std::chrono;

namespace {

milliseconds now(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return duration_cast<milliseconds>(seconds(time.tv_sec) + nanoseconds(time.tv_nsec));
}

} // namespace

milliseconds SleepWatch::timeAsleep()
{
    return now(CLOCK_BOOTTIME) - now(CLOCK_MONOTONIC); // only the first goes on while the computer sleeps
}

SleepWatch::SleepWatch(TimeAsleep timeAsleep)
    : m_timeAsleep(std::move(timeAsleep))
    , m_known(m_timeAsleep())
{
    m_tick.setInterval(1s);
    connect(&m_tick, &QTimer::timeout, this, &SleepWatch::look);
}

void SleepWatch::begin()
{
    if (m_callsUnderWay++ == 0)
        m_tick.start();
}

void SleepWatch::end()
{
    if (--m_callsUnderWay == 0)
        m_tick.stop();
}

void SleepWatch::look()
{
    const milliseconds asleep = m_timeAsleep();
    if (asleep - std::exchange(m_known, asleep) >= 1s)
        emit woke();
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/sleepwatch.h"

#include <ctime>
#include <utility>

namespace {

constexpr std::chrono::milliseconds shortestSleep{1000}; // the two clocks are not read at the same moment

std::chrono::nanoseconds read(clockid_t clock)
{
    timespec now{};
    ::clock_gettime(clock, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

} // namespace

std::chrono::milliseconds timeAsleep()
{
    const auto sinceBoot = read(CLOCK_BOOTTIME); // it goes on during sleep, the other stands still
    return std::chrono::round<std::chrono::milliseconds>(sinceBoot - read(CLOCK_MONOTONIC));
}

bool SleepWatch::hasSlept()
{
    const auto now = m_clock();
    return now - std::exchange(m_before, now) >= shortestSleep;
}

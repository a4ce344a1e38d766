// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

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

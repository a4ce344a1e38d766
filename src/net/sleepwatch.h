// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

//! Notices that this computer has slept: every connection may have died meanwhile without a word.
class SleepWatch : public QObject
{
    Q_OBJECT
public:
    //! How long this computer has slept since it was started.
    using TimeAsleep = std::function<std::chrono::milliseconds()>;
    static std::chrono::milliseconds timeAsleep();

    explicit SleepWatch(TimeAsleep timeAsleep);

    void begin(); //!< a call is under way: looks every second, until as many have ended
    void end();
    void look(); //!< at once

signals:
    void woke();

private:
    const TimeAsleep m_timeAsleep;
    std::chrono::milliseconds m_known;
    QTimer m_tick;
    int m_callsUnderWay = 0;
};

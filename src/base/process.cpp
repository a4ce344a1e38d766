// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/process.h"

#include <unistd.h>

#include <cstring>
#include <ctime>
#include <utility>

Q_LOGGING_CATEGORY(logNet, "voiceprint.net", QtWarningMsg)
Q_LOGGING_CATEGORY(logServer, "voiceprint.server", QtWarningMsg)
Q_LOGGING_CATEGORY(logSound, "voiceprint.sound", QtWarningMsg)
Q_LOGGING_CATEGORY(logStorage, "voiceprint.storage", QtWarningMsg)

namespace environment {

QByteArray takeSecret(const char *name)
{
    QByteArray secret;
    const size_t length = std::strlen(name);
    // Unsetting a variable leaves its text where /proc/PID/environ shows it; a name may stand there twice.
    for (char **entry = environ; *entry; ++entry) {
        if (std::strncmp(*entry, name, length) != 0 || (*entry)[length] != '=')
            continue;
        char *text = *entry + length + 1;
        if (secret.isEmpty())
            secret = QByteArray(text).trimmed();
        explicit_bzero(text, std::strlen(text));
    }
    qunsetenv(name);
    return secret;
}

} // namespace environment

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

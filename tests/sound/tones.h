// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

#include <QFile>
#include <QProcess>

#include <algorithm>
#include <cmath>
#include <numbers>

//! Sound for tests to make, and to compare.
namespace sound {

inline audio::Clip tone(int rate, double hertz, double seconds, double amplitude = 0.5)
{
    const qsizetype count = qsizetype(rate * seconds);
    audio::Clip clip{.rate = rate, .channels = 1, .pcm = QByteArray(count * 2, '\0')};
    auto *out = reinterpret_cast<qint16 *>(clip.pcm.data());
    for (qsizetype i = 0; i < count; ++i)
        out[i] = qint16(
            std::lround(32767 * amplitude * std::sin(2 * std::numbers::pi * hertz * double(i) / rate)));
    return clip;
}

//! dBFS of the middle half: a filter's first and last samples are left out.
inline double level(const audio::Clip &clip)
{
    const auto all = clip.samples();
    const auto middle = all.subspan(all.size() / 4, all.size() / 2);
    double power = 0;
    for (const double sample : middle)
        power += sample * sample;
    return 10 * std::log10(power / double(middle.size()) / (32768.0 * 32768.0) + 1e-20);
}

inline double correlationAt(std::span<const qint16> a, std::span<const qint16> b)
{
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        ab += double(a[i]) * b[i];
        aa += double(a[i]) * a[i];
        bb += double(b[i]) * b[i];
    }
    return aa * bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

//! The correlation of \a played with the place in \a heard that resembles it most; 0 where \a heard is too
//! short for it.
inline double correlation(std::span<const qint16> played, std::span<const qint16> heard)
{
    if (heard.size() < played.size())
        return 0;
    const auto probe = played.subspan(played.size() / 3, std::min<size_t>(4000, played.size() / 3));
    size_t best = 0;
    double highest = -1;
    for (size_t lag = 0; lag + played.size() <= heard.size(); ++lag) {
        const double here = correlationAt(probe, heard.subspan(lag + played.size() / 3, probe.size()));
        if (here > highest) {
            highest = here;
            best = lag;
        }
    }
    return correlationAt(played, heard.subspan(best, played.size()));
}

inline QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool save(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

//! Runs a program to its end; false if it is missing or fails.
inline bool run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    return process.waitForFinished(300'000) && process.exitStatus() == QProcess::NormalExit &&
           process.exitCode() == 0;
}

} // namespace sound

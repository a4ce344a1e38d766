// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/level.h"

#include <algorithm>
#include <cmath>

namespace audio {

namespace {

constexpr double fullScale = 32768.0;
constexpr int clipMagnitude = 32393; // -0.1 dBFS

double dbfs(double magnitude)
{
    return magnitude > 0 ? std::max(silenceDbfs, 20 * std::log10(magnitude / fullScale)) : silenceDbfs;
}

} // namespace

Level measure(std::span<const qint16> samples)
{
    if (samples.empty())
        return {};
    int peak = 0;
    double power = 0;
    for (const int sample : samples) { // as int: the magnitude of -32768 does not fit qint16
        peak = std::max(peak, std::abs(sample));
        power += double(sample) * sample;
    }
    return {.peak = dbfs(peak),
            .rms = dbfs(std::sqrt(power / double(samples.size()))),
            .clipped = peak >= clipMagnitude};
}

} // namespace audio

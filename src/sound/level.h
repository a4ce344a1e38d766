// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <span>

namespace audio {

inline constexpr double silenceDbfs = -96.0;

//! The level of a short block of samples, in dB relative to full scale (0 dBFS = a sample of 32768).
struct Level
{
    double peak = silenceDbfs;
    double rms = silenceDbfs;
    bool clipped = false; //!< a sample of at least -0.1 dBFS (peers' convention)
};

//! The level of \a samples of one channel; silenceDbfs where there are none or all are 0.
Level measure(std::span<const qint16> samples);

} // namespace audio

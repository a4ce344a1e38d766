// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace speech {

inline constexpr int fftLength = 512;
inline constexpr int bins = fftLength / 2 + 1; //!< 0 Hz to half the sample rate

//! The power spectrum of each frame: frames x bins, row after row; pre-emphasis 0.97, Hamming window, 512
//! points. \a samples: 16 kHz mono, finite, mean removed (withoutMean).
std::vector<float> powerSpectra(std::span<const float> samples);

} // namespace speech

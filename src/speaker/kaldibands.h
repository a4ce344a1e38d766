// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/features.h"

#include <span>

namespace speaker {

inline constexpr int kaldiBandCount = 80;

//! The window of each frame: Hamming's, or the one that Kaldi brought (Hann's to the power of 0.85).
enum class KaldiWindow { Povey, Hamming };

//! Log filter banks as Kaldi computes them without dither, of \a samples (16 kHz mono floats): frames of 25
//! ms, 10 ms apart, whole ones only; each without its mean, pre-emphasis 0.97, 512 points, 80 triangles on
//! the mel scale from 20 to 8000 Hz. Frames x 80. They differ from kaldi-native-fbank's by 0.001 at most.
Matrix kaldiBands(std::span<const float> samples, KaldiWindow window);

} // namespace speaker

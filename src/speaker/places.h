// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

//! Copies of a clip as another place would have recorded it; from fixed seeds, so that they are the same
//! every time.
namespace speaker {

//! \a samples with pink noise, \a snr dB below their active speech.
std::vector<float> withPinkNoise(std::span<const float> samples, float snr, std::uint64_t seed);

//! \a samples in a synthetic room: the direct sound and an exponentially decaying tail of noise (Polack 1988)
//! that is \a tail times as strong and falls by 60 dB in \a reverberation seconds (at most 0.44).
std::vector<float> inRoom(std::span<const float> samples, float reverberation, float tail,
                          std::uint64_t seed);

} // namespace speaker

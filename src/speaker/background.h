// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/mixture.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace speaker {

inline constexpr int gaussians = 64;

//! Speech of anybody: in the whole range that the engine hears, and in that of a telephone.
struct Background
{
    Mixture wide;
    Mixture narrow;
};

//! The file of a background model: "VPBM", version 2, then for each mixture, the wide one first: Gaussians,
//! dimension (unsigned 32 bit), weights, means and variances as 32-bit floats, everything little-endian.
std::string serialise(const Background &background);

//! Nullopt unless \a bytes are such a file, of the size that this engine works with, whose weights sum to
//! 1 and whose variances are above 0.
std::optional<Background> parseBackground(std::string_view bytes);

//! FNV-1a, 64 bit.
std::uint64_t fingerprint(std::string_view bytes);

} // namespace speaker

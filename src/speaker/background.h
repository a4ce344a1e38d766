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

//! The file of a background model: "VPBM", version 1, Gaussians, dimension (unsigned 32 bit), then weights,
//! means and variances as 32-bit floats, everything little-endian.
std::string serialise(const Mixture &background);

//! Nullopt unless \a bytes are such a file, of the size that this engine works with, whose weights sum to 1
//! and whose variances are above 0.
std::optional<Mixture> parseBackground(std::string_view bytes);

//! FNV-1a, 64 bit.
std::uint64_t fingerprint(std::string_view bytes);

} // namespace speaker

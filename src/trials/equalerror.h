// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

namespace trials {

//! Where misses and false alarms are equally frequent.
struct EqualError
{
    double rate = 0; //!< 0 to 1
    double threshold = 0;
};

//! The equal error rate of single comparisons: \a targets are scores of a voiceprint against the same person,
//! \a nonTargets against another. Misses are targets below the threshold, false alarms non-targets at or
//! above it; where the two rates cross between two thresholds, both ends are joined by straight lines (the
//! usual interpolation of the ROC, as in NIST's and Kaldi's tools). Absent if one of the two sets is empty or
//! holds what is no number.
std::optional<EqualError> equalError(std::span<const double> targets, std::span<const double> nonTargets);

} // namespace trials

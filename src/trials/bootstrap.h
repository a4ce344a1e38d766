// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trials/rates.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace trials {

struct Resampling
{
    int rounds = 1000;
    double confidence = 0.95;
    std::uint64_t seed = 1; //!< equal seeds draw the same people
};

//! The interval of a statistic by the bootstrap over people (Efron 1979, percentiles; Bolle, Ratha and
//! Pankanti 2004 for biometrics): people are drawn, with all their clips, since the clips of one person
//! resemble each other and drawing clips would promise too much.
//!
//! \a people counts those of each stratum, such as members and strangers: within each as many are drawn, with
//! replacement, as there are. They are numbered from 0 through all strata. \a statistic gets the numbers
//! drawn; absent where these people tell nothing. Absent if it is so for more than a tenth of the rounds, or
//! if no stratum has two people.
std::optional<Interval>
bootstrapOverPeople(std::span<const std::size_t> people,
                    const std::function<std::optional<double>(std::span<const std::size_t>)> &statistic,
                    const Resampling &how = {});

} // namespace trials

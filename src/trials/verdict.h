// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace trials {

//! What the scores of one clip say at a threshold.
struct Verdict
{
    enum class Kind {
        Accepted,  //!< the best stands at or above the threshold, and clear of the second
        Uncertain, //!< the best does, but the second is closer to it than the margin
        Nobody,    //!< no score reaches the threshold
    };
    Kind kind = Kind::Nobody;
    std::optional<std::size_t> best = {};   //!< the member with the highest score; absent in an empty group
    std::optional<std::size_t> second = {}; //!< of the others
};

//! Judges \a scores, one for each member and none of them NaN; \a threshold and \a margin in points of the
//! scale. A tie of the two best is Uncertain, whatever the margin.
Verdict judge(std::span<const double> scores, double threshold, double margin);

//! What a verdict was worth, once it is known who spoke.
enum class Outcome {
    Unknown,       //!< nobody has said who it was
    Found,         //!< the right person of the group
    Missed,        //!< a person of the group, taken for nobody: part of FNIR
    Misidentified, //!< a person of the group, taken for another: part of FNIR too
    KeptOut,       //!< a stranger, taken for nobody
    LetIn,         //!< a stranger, taken for somebody: FPIR
};

//! Holds \a scores against the truth as falseNegatives() and falsePositives() do: by the threshold alone, a
//! tie being nobody's.
Outcome outcomeFor(std::span<const double> scores, std::size_t person, double threshold);
Outcome outcomeForStranger(std::span<const double> scores, double threshold);

} // namespace trials

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trials/bootstrap.h"

#include <optional>
#include <span>
#include <vector>

namespace trials {

//! A threshold that tests of one group speak for, or why they do not.
struct Suggestion
{
    enum class Outcome {
        Suggested,
        TooFewStrangerClips, //!< of strangers there are `have` clips, `needed` are
        TooFewStrangers,     //!< clips enough, but of `have` people only; `needed` are
        TooFewMemberClips,   //!< of people of the group there are `have` clips, `needed` are
        AboveScale,          //!< strangers reach the top of the scale: no threshold keeps them out
        Overlapping,         //!< at `threshold` most people of the group would be refused too
    };
    Outcome outcome = Outcome::Suggested;
    int have = 0;
    int needed = 0;

    double threshold = 0;            //!< a whole number, 1 to 100
    Interval thresholdInterval = {}; //!< 95 %, over people; of equalErrorThreshold() alone
    Rate misses = {};                //!< FNIR there, by clips
    Rate strangersIn = {};           //!< strangers of whom any clip gets in there, by people
    Rate strangerClipsIn = {};       //!< FPIR there, by clips
    Interval equalError = {};        //!< 95 %, over people; of equalErrorThreshold() alone
};

//! The lowest threshold of which, at \a confidence, this can be promised: of strangers like those that were
//! tried, at most the share \a bound ever gets in, with as many clips each as were tried. Their clips alone
//! then get in at most as often.
//!
//! It is an upper tolerance limit (Wilks 1941), free of any assumption on how scores spread: with k of n
//! strangers at or above the threshold, the exact upper bound of the binomial must not exceed \a bound; that
//! k is read off the same strangers costs nothing. It counts strangers, by the best of all their clips: 59
//! clips of three people tell of three people. Searches without scores are left out. Absent if a score is no
//! number, or \a bound or \a confidence is not between 0 and 1.
std::optional<Suggestion> promisedThreshold(std::span<const Search> searches, double bound,
                                            double confidence = 0.95);

//! The threshold at which FNIR and FPIR are equal by the interpolated rule, with its 95 % interval over
//! people. It takes 10 clips of the group and 10 of strangers, of 5 strangers at least; Overlapping where the
//! equal error rate is above 30 %. (These three numbers are this program's own.)
std::optional<Suggestion> equalErrorThreshold(std::span<const Search> searches, const Resampling &how = {});

//! The searches as the one \a member alone sees them: clips of that person, and of strangers, each with that
//! member's score only. For a threshold per person.
std::vector<Search> seenBy(std::span<const Search> searches, std::size_t member);

//! Two people of the group whom no threshold tells apart.
struct Overlap
{
    std::size_t one = 0;
    std::size_t other = 0;
    Rate mixUps = {}; //!< clips of either that score at least as high for the other
};

//! Pairs that are surely (95 %) mixed up in more than one clip of twenty, and were so twice; worst first.
std::vector<Overlap> overlaps(std::span<const Search> searches);

} // namespace trials

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

//! How often identification errs: rates over scores, with their uncertainty.
namespace trials {

//! One clip searched for among the members of a group.
struct Search
{
    std::vector<double> scores = {};        //!< one for each member
    std::optional<std::size_t> person = {}; //!< which member spoke; absent for a stranger
};

struct Interval
{
    double low = 0;
    double high = 1;
};

//! Errors among trials: always told with their number, since 0 of 10 is not 0 of 1000.
struct Rate
{
    int errors = 0;
    int trials = 0;

    double value() const { return trials > 0 ? double(errors) / trials : 0; } //!< 0 to 1; 0 without trials

    //! The 95 % confidence interval of Wilson (1927), which holds for few trials and few errors too; 0 to 1
    //! without trials.
    Interval interval() const;
};

//! FNIR, the false negative identification rate (ISO/IEC 19795-1): clips of members whose best score is
//! another's or below \a threshold, among the clips of members.
Rate falseNegatives(std::span<const Search> searches, double threshold);

//! FPIR, the false positive identification rate (ISO/IEC 19795-1): clips of strangers with any score of at
//! least \a threshold, among the clips of strangers. It grows with the group: always tell how many members
//! there are.
Rate falsePositives(std::span<const Search> searches, double threshold);

//! Clips of members taken for somebody else: the best score is another's and at least \a threshold. A part of
//! falseNegatives(), and the worse part.
Rate misidentifications(std::span<const Search> searches, double threshold);

//! Clips of members whose best score is another's, whatever the threshold (1 - top-1 accuracy).
Rate wrongTops(std::span<const Search> searches);

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

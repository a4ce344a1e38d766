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
    std::size_t stranger = 0; //!< which stranger, where none of the group spoke: equal numbers are one person
};

struct Interval
{
    double low = 0;
    double high = 1;
};

//! The 95 % confidence interval of Wilson (1927) around a \a share of 0 to 1 of so many \a trials; these need
//! not be whole, where clips that resemble each other count as fewer. 0 to 1 without trials.
Interval wilson(double share, double trials);

//! Errors among trials: always told with their number, since 0 of 10 is not 0 of 1000.
struct Rate
{
    int errors = 0;
    int trials = 0;

    double value() const { return trials > 0 ? double(errors) / trials : 0; } //!< 0 to 1; 0 without trials

    //! The 95 % confidence interval of Wilson (1927), which holds for few trials and few errors too; 0 to 1
    //! without trials.
    Interval interval() const { return wilson(value(), trials); }

    //! The exact interval of Clopper and Pearson (1934), which is never too narrow, and so often wider than
    //! need be; 0 to 1 without trials. \a confidence is above 0 and below 1.
    Interval exactInterval(double confidence = 0.95) const;

    //! The rate is at most that, exactly, at one-sided \a confidence: what a promise rests on. 1 without
    //! trials.
    double upperBound(double confidence = 0.95) const;

    //! Doddington's rule of 30 (2000): from 30 errors on the true rate is, at 90 %, within 30 % of this one.
    bool isSettled() const { return errors >= 30; }
};

//! As an upper bound of 95 %, what no error in \a trials says: 3 / trials (Hanley and Lippman-Hand 1983), at
//! most 1.
double ruleOfThree(int trials);

//! How many trials without an error it takes until the rate is at most \a bound at one-sided \a confidence;
//! both above 0 and below 1. 59 for 5 % at 95 %.
int trialsNeeded(double bound, double confidence = 0.95);

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

//! The inverse of the normal distribution: how many standard deviations from the middle the \a share of 0 to
//! 1 lies below. DET curves of normal scores are straight on this scale (Martin et al. 1997).
double probit(double share);

//! FPIR of a group of \a members, where each comparison errs independently with the false match rate \a fmr
//! (ISO/IEC 19795-1: 1 - (1 - FMR)^N): why a larger household needs a higher threshold.
double falsePositiveRate(double fmr, int members);

//! The three rates that a group of another size would have.
struct RatesAtSize
{
    double falseNegatives = 0;
    double falsePositives = 0;
    double misidentifications = 0;
};

//! What falseNegatives(), falsePositives() and misidentifications() are on average over all choices of \a
//! members out of the group, exactly (a clip's own person is always among them). Absent where a search has
//! fewer scores than that, or \a members is 0.
std::optional<RatesAtSize> ratesAtSize(std::span<const Search> searches, double threshold,
                                       std::size_t members);

//! Where misses and false alarms are equally frequent.
struct EqualError
{
    double rate = 0; //!< 0 to 1
    double threshold = 0;
};

//! The interpolated equal error rate, see ErrorCurve. Absent if one of the two sets is empty or holds what is
//! no number.
std::optional<EqualError> equalError(std::span<const double> targets, std::span<const double> nonTargets);

} // namespace trials

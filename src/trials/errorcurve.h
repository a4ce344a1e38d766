// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trials/rates.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace trials {

//! Misses and false alarms of single comparisons at every threshold, and what is read off them. Misses are
//! targets below the threshold, false alarms non-targets at or above it; equal scores are one step.
class ErrorCurve
{
public:
    struct Point
    {
        double threshold = 0;   //!< infinite at the end of the curve: above every score
        double misses = 0;      //!< share of the targets, 0 to 1
        double falseAlarms = 0; //!< share of the non-targets, 0 to 1
    };

    //! \a targets are scores of a voiceprint against the same person, \a nonTargets against another; neither
    //! need be sorted. Absent if one of the two is empty or holds what is no number. Takes as long as
    //! sorting.
    static std::optional<ErrorCurve> of(std::span<const double> targets, std::span<const double> nonTargets);

    std::uint64_t targets() const { return m_targets; }       //!< how many
    std::uint64_t nonTargets() const { return m_nonTargets; } //!< how many

    //! By rising threshold, one for each score: from no miss and every false alarm to every miss and none.
    const std::vector<Point> &points() const { return m_points; }
    //! The corners of the convex hull of the ROC, as above: what a threshold chosen at random between two
    //! reaches. By the pool-adjacent-violators algorithm (Fawcett and Niculescu-Mizil 2007).
    std::vector<Point> hull() const;

    //! The equal error rate by steps: the lowest, over all thresholds, of the larger of the two rates.
    EqualError stepEqualError() const;
    //! The interpolated equal error rate: where the two rates cross between two thresholds, both ends are
    //! joined by straight lines (as NIST's and Kaldi's tools do). The rule by which this program prints EERs.
    EqualError interpolatedEqualError() const;
    //! The equal error rate of the hull, as BOSARIS has it: never above the others.
    EqualError hullEqualError() const;

    struct Cost
    {
        double value = 0; //!< 1: no better than to accept, or refuse, everybody
        double threshold = 0;
    };
    //! minDCF, the lowest detection cost over all thresholds, at C_miss = C_fa = 1 and targets expected with
    //! probability \a prior, above 0 and below 1; normalised by min(prior, 1 - prior) (NIST SRE 2016).
    Cost minimumCost(double prior) const;

    //! Cllr in bits of these scores, were they calibrated at their best (Brümmer and du Preez 2006): the
    //! likelihood ratios of the hull. 0: perfect, 1: they tell nothing.
    double minimumCllr() const;

private:
    //! Scores that stand together: equal ones, or those that one segment of the hull pools.
    struct Block
    {
        double threshold = 0; // the lowest of them
        std::uint64_t targets = 0;
        std::uint64_t nonTargets = 0;
    };

    std::vector<Point> along(const std::vector<Block> &blocks) const;
    static std::vector<Block> pooled(const std::vector<Block> &steps);

    std::vector<Block> m_hull;
    std::vector<Point> m_points;
    std::uint64_t m_targets = 0;
    std::uint64_t m_nonTargets = 0;
};

//! Cllr in bits (Brümmer and du Preez 2006) of natural logarithms of likelihood ratios: how much the numbers
//! themselves, not only their order, can be relied on. Absent if one of the two sets is empty or holds what
//! is no number.
std::optional<double> cllr(std::span<const double> targets, std::span<const double> nonTargets);

} // namespace trials

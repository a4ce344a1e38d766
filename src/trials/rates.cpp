// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "trials/rates.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trials {

namespace {

//! Whether the right member's score stands above all others: a tie is nobody's.
bool isRightOnTop(const Search &search)
{
    const std::size_t person = *search.person;
    for (std::size_t i = 0; i < search.scores.size(); ++i) {
        if (i != person && search.scores[i] >= search.scores[person])
            return false;
    }
    return true;
}

double best(const Search &search)
{
    double highest = -std::numeric_limits<double>::infinity();
    for (const double score : search.scores)
        highest = std::max(highest, score);
    return highest;
}

template <class IsError>
Rate count(std::span<const Search> searches, bool ofMembers, IsError isError)
{
    Rate rate;
    for (const Search &search : searches) {
        if (search.person.has_value() != ofMembers)
            continue;
        ++rate.trials;
        rate.errors += isError(search) ? 1 : 0;
    }
    return rate;
}

struct Point
{
    double threshold;
    double misses;
    double falseAlarms;

    double difference() const { return misses - falseAlarms; }
};

std::vector<double> sorted(std::span<const double> scores)
{
    std::vector<double> result(scores.begin(), scores.end());
    std::sort(result.begin(), result.end());
    return result;
}

double shareBelow(const std::vector<double> &scores, double threshold)
{
    const auto below = std::lower_bound(scores.begin(), scores.end(), threshold) - scores.begin();
    return double(below) / double(scores.size());
}

bool hasNoNumber(std::span<const double> scores)
{
    return std::any_of(scores.begin(), scores.end(), [](double score) { return std::isnan(score); });
}

} // namespace

Interval Rate::interval() const
{
    if (trials <= 0)
        return {};
    constexpr double z = 1.959963984540054; // 97.5 % of the normal distribution lie below
    const double n = trials;
    const double p = value();
    const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return {errors == 0 ? 0 : std::max(0.0, centre - half),
            errors == trials ? 1 : std::min(1.0, centre + half)};
}

Rate falseNegatives(std::span<const Search> searches, double threshold)
{
    return count(searches, true, [threshold](const Search &search) {
        return !isRightOnTop(search) || search.scores[*search.person] < threshold;
    });
}

Rate falsePositives(std::span<const Search> searches, double threshold)
{
    return count(searches, false, [threshold](const Search &search) { return best(search) >= threshold; });
}

Rate misidentifications(std::span<const Search> searches, double threshold)
{
    return count(searches, true, [threshold](const Search &search) {
        return !isRightOnTop(search) && best(search) >= threshold;
    });
}

Rate wrongTops(std::span<const Search> searches)
{
    return count(searches, true, [](const Search &search) { return !isRightOnTop(search); });
}

std::optional<EqualError> equalError(std::span<const double> targets, std::span<const double> nonTargets)
{
    if (targets.empty() || nonTargets.empty() || hasNoNumber(targets) || hasNoNumber(nonTargets))
        return std::nullopt;
    const std::vector<double> right = sorted(targets);
    const std::vector<double> wrong = sorted(nonTargets);
    std::vector<double> thresholds = right;
    thresholds.insert(thresholds.end(), wrong.begin(), wrong.end());
    std::sort(thresholds.begin(), thresholds.end());
    thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());

    // At the lowest score nothing is missed and everything is a false alarm; above the highest it is the
    // other way round.
    Point before{thresholds.front(), 0, 1};
    for (const double threshold : thresholds) {
        const Point here{threshold, shareBelow(right, threshold), 1 - shareBelow(wrong, threshold)};
        if (here.difference() >= 0) {
            const double step = here.difference() - before.difference();
            const double part = step > 0 ? -before.difference() / step : 0;
            return EqualError{before.misses + part * (here.misses - before.misses),
                              before.threshold + part * (here.threshold - before.threshold)};
        }
        before = here;
    }
    const double part = -before.difference() / (1 - before.difference());
    return EqualError{before.misses + part * (1 - before.misses), before.threshold};
}

} // namespace trials

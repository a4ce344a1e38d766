// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "trials/equalerror.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace trials {

namespace {

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

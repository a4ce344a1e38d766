// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "trials/errorcurve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace trials {

namespace {

bool areScores(std::span<const double> scores)
{
    return !scores.empty() &&
           std::none_of(scores.begin(), scores.end(), [](double score) { return std::isnan(score); });
}

std::vector<double> sorted(std::span<const double> scores)
{
    std::vector<double> result(scores.begin(), scores.end());
    std::sort(result.begin(), result.end());
    return result;
}

double between(double a, double b, double part)
{
    if (!std::isfinite(a) || !std::isfinite(b)) // a step from, or to, a score that is infinite
        return std::isfinite(a) ? a : b;
    return a + part * (b - a);
}

//! Where misses reach the false alarms on the straight lines from point to point.
EqualError crossing(const std::vector<ErrorCurve::Point> &points)
{
    ErrorCurve::Point before = points.front();
    for (const ErrorCurve::Point &here : points) {
        const double gap = here.misses - here.falseAlarms;
        if (gap >= 0) {
            const double step = gap - (before.misses - before.falseAlarms);
            const double part = step > 0 ? (before.falseAlarms - before.misses) / step : 0;
            return {before.misses + part * (here.misses - before.misses),
                    between(before.threshold, here.threshold, part)};
        }
        before = here;
    }
    return {before.misses, before.threshold}; // not reached: the last point is all misses
}

// log2(1 + e^x), of any x
double costBits(double x)
{
    return (std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)))) * std::numbers::log2e;
}

double meanBits(std::span<const double> ratios, double sign)
{
    double sum = 0;
    for (const double ratio : ratios)
        sum += costBits(sign * ratio);
    return sum / double(ratios.size());
}

} // namespace

std::optional<ErrorCurve> ErrorCurve::of(std::span<const double> targets, std::span<const double> nonTargets)
{
    if (!areScores(targets) || !areScores(nonTargets))
        return std::nullopt;
    const std::vector<double> right = sorted(targets);
    const std::vector<double> wrong = sorted(nonTargets);
    std::vector<Block> steps;
    auto target = right.begin();
    auto other = wrong.begin();
    while (target != right.end() || other != wrong.end()) {
        const bool isTarget = other == wrong.end() || (target != right.end() && *target < *other);
        Block step{.threshold = isTarget ? *target : *other};
        for (; target != right.end() && *target == step.threshold; ++target)
            ++step.targets;
        for (; other != wrong.end() && *other == step.threshold; ++other)
            ++step.nonTargets;
        steps.push_back(step);
    }
    ErrorCurve curve;
    curve.m_targets = right.size();
    curve.m_nonTargets = wrong.size();
    curve.m_points = curve.along(steps);
    curve.m_hull = pooled(steps);
    return curve;
}

std::vector<ErrorCurve::Point> ErrorCurve::along(const std::vector<Block> &blocks) const
{
    std::vector<Point> points;
    points.reserve(blocks.size() + 1);
    std::uint64_t missed = 0;
    std::uint64_t passing = m_nonTargets;
    const auto add = [&](double threshold) {
        points.push_back(
            {threshold, double(missed) / double(m_targets), double(passing) / double(m_nonTargets)});
    };
    for (const Block &block : blocks) {
        add(block.threshold);
        missed += block.targets;
        passing -= block.nonTargets;
    }
    add(std::numeric_limits<double>::infinity());
    return points;
}

// Targets per non-target rise from block to block; where they do not, the blocks become one.
std::vector<ErrorCurve::Block> ErrorCurve::pooled(const std::vector<Block> &steps)
{
    std::vector<Block> blocks;
    for (Block block : steps) {
        while (!blocks.empty() &&
               blocks.back().targets * block.nonTargets >= block.targets * blocks.back().nonTargets) {
            block.threshold = blocks.back().threshold;
            block.targets += blocks.back().targets;
            block.nonTargets += blocks.back().nonTargets;
            blocks.pop_back();
        }
        blocks.push_back(block);
    }
    return blocks;
}

std::vector<ErrorCurve::Point> ErrorCurve::hull() const
{
    return along(m_hull);
}

EqualError ErrorCurve::stepEqualError() const
{
    const auto larger = [](const Point &point) { return std::max(point.misses, point.falseAlarms); };
    const auto best = std::min_element(m_points.begin(), m_points.end(),
                                       [&](const Point &a, const Point &b) { return larger(a) < larger(b); });
    return {larger(*best), best->threshold};
}

EqualError ErrorCurve::interpolatedEqualError() const
{
    return crossing(m_points);
}

EqualError ErrorCurve::hullEqualError() const
{
    return crossing(hull());
}

ErrorCurve::Cost ErrorCurve::minimumCost(double prior) const
{
    Cost lowest{std::numeric_limits<double>::infinity(), 0};
    for (const Point &point : m_points) {
        const double cost =
            (prior * point.misses + (1 - prior) * point.falseAlarms) / std::min(prior, 1 - prior);
        if (cost < lowest.value)
            lowest = {cost, point.threshold};
    }
    return lowest;
}

double ErrorCurve::minimumCllr() const
{
    double ofTargets = 0;
    double ofNonTargets = 0;
    for (const Block &block : m_hull) {
        // A block of one class alone has an infinite ratio on the right side, which costs nothing.
        if (block.targets == 0 || block.nonTargets == 0)
            continue;
        const double logRatio = std::log(double(block.targets) / double(m_targets)) -
                                std::log(double(block.nonTargets) / double(m_nonTargets));
        ofTargets += double(block.targets) * costBits(-logRatio);
        ofNonTargets += double(block.nonTargets) * costBits(logRatio);
    }
    return (ofTargets / double(m_targets) + ofNonTargets / double(m_nonTargets)) / 2;
}

std::optional<double> cllr(std::span<const double> targets, std::span<const double> nonTargets)
{
    if (!areScores(targets) || !areScores(nonTargets))
        return std::nullopt;
    return (meanBits(targets, -1) + meanBits(nonTargets, 1)) / 2;
}

} // namespace trials

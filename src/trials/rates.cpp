// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "trials/rates.h"

#include "trials/errorcurve.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace trials {

namespace {

using Binomial = boost::math::binomial_distribution<double>;

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

//! The share of the choices of \a drawn out of \a all that hold none of \a marked.
double shareWithout(std::size_t marked, std::size_t all, std::size_t drawn)
{
    double share = 1;
    for (std::size_t i = 0; i < drawn; ++i)
        share *= all - i > marked ? double(all - i - marked) / double(all - i) : 0;
    return share;
}

} // namespace

Interval wilson(double share, double trials)
{
    if (!(trials > 0))
        return {};
    constexpr double z = 1.959963984540054; // 97.5 % of the normal distribution lie below
    const double n = trials;
    const double p = share;
    const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return {p <= 0 ? 0 : std::max(0.0, centre - half), p >= 1 ? 1 : std::min(1.0, centre + half)};
}

Interval Rate::exactInterval(double confidence) const
{
    if (trials <= 0)
        return {};
    const double tail = (1 - confidence) / 2;
    return {errors == 0 ? 0 : Binomial::find_lower_bound_on_p(trials, errors, tail),
            errors == trials ? 1 : Binomial::find_upper_bound_on_p(trials, errors, tail)};
}

double Rate::upperBound(double confidence) const
{
    if (trials <= 0 || errors >= trials)
        return 1;
    return Binomial::find_upper_bound_on_p(trials, errors, 1 - confidence);
}

double ruleOfThree(int trials)
{
    return trials > 3 ? 3.0 / trials : 1;
}

int trialsNeeded(double bound, double confidence)
{
    return int(std::ceil(std::log1p(-confidence) / std::log1p(-bound)));
}

double probit(double share)
{
    constexpr double end = 1e-9; // beyond lies infinity
    return boost::math::quantile(boost::math::normal_distribution<double>(), std::clamp(share, end, 1 - end));
}

double falsePositiveRate(double fmr, int members)
{
    return -std::expm1(members * std::log1p(-fmr));
}

std::optional<RatesAtSize> ratesAtSize(std::span<const Search> searches, double threshold,
                                       std::size_t members)
{
    if (members == 0)
        return std::nullopt;
    RatesAtSize sums;
    std::size_t ofMembers = 0;
    for (const Search &search : searches) {
        if (search.scores.size() < members)
            return std::nullopt;
        const std::size_t all = search.scores.size();
        const auto atLeast = [&](double level) {
            return std::size_t(std::count_if(search.scores.begin(), search.scores.end(),
                                             [level](double score) { return score >= level; }));
        };
        if (!search.person) {
            sums.falsePositives += 1 - shareWithout(atLeast(threshold), all, members);
            continue;
        }
        ++ofMembers;
        const double own = search.scores[*search.person];
        const double right = shareWithout(atLeast(own) - 1, all - 1, members - 1);
        sums.falseNegatives += own >= threshold ? 1 - right : 1;
        sums.misidentifications +=
            own >= threshold ? 1 - right : 1 - shareWithout(atLeast(threshold), all - 1, members - 1);
    }
    const std::size_t ofStrangers = searches.size() - ofMembers;
    if (ofMembers > 0) {
        sums.falseNegatives /= double(ofMembers);
        sums.misidentifications /= double(ofMembers);
    }
    if (ofStrangers > 0)
        sums.falsePositives /= double(ofStrangers);
    return sums;
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
    const auto curve = ErrorCurve::of(targets, nonTargets);
    return curve ? std::optional(curve->interpolatedEqualError()) : std::nullopt;
}

} // namespace trials

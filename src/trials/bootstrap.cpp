// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "trials/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace trials {

std::optional<Interval>
bootstrapOverPeople(std::span<const std::size_t> people,
                    const std::function<std::optional<double>(std::span<const std::size_t>)> &statistic,
                    const Resampling &how)
{
    if (std::all_of(people.begin(), people.end(), [](std::size_t count) { return count < 2; }))
        return std::nullopt;
    std::mt19937_64 random(how.seed);
    std::vector<double> values;
    std::vector<std::size_t> drawn;
    for (int round = 0; round < how.rounds; ++round) {
        drawn.clear();
        std::size_t first = 0;
        for (const std::size_t count : people) {
            // The remainder favours nobody that a household could tell: 2^64 is far above its people.
            for (std::size_t i = 0; i < count; ++i)
                drawn.push_back(first + random() % count);
            first += count;
        }
        const auto value = statistic(drawn);
        if (value && !std::isnan(*value))
            values.push_back(*value);
    }
    if (values.empty() || values.size() * 10 < std::size_t(how.rounds) * 9)
        return std::nullopt;
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        return values[std::size_t(std::lround(share * double(values.size() - 1)))];
    };
    const double tail = (1 - how.confidence) / 2;
    return Interval{at(tail), at(1 - tail)};
}

} // namespace trials

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/enrolment.h"

#include "speaker/background.h"
#include "speaker/bytes.h"
#include "speaker/features.h"

#include <algorithm>
#include <cmath>

namespace speaker {

namespace {

constexpr std::uint32_t magic = 0x31535056; // "VPS1"
constexpr std::size_t setSize = gaussians * (1 + dimension);
constexpr float mostFrames = 1e6F; // far above any clip, far below what would overflow

void put(std::vector<float> &out, const Statistics &statistics)
{
    out.insert(out.end(), statistics.counts.data(), statistics.counts.data() + statistics.counts.size());
    out.insert(out.end(), statistics.sums.data(), statistics.sums.data() + statistics.sums.size());
}

void take(std::span<const float> in, Statistics &statistics)
{
    std::copy_n(in.begin(), gaussians, statistics.counts.data());
    std::copy_n(in.begin() + gaussians, gaussians * dimension, statistics.sums.data());
}

bool isPlausible(const std::vector<float> &statistics)
{
    if (statistics.size() != 2 * setSize)
        return false;
    for (std::size_t i = 0; i < statistics.size(); ++i) {
        const bool isCount = i % setSize < gaussians;
        if (!(std::abs(statistics[i]) <= 100 * mostFrames) ||
            (isCount && (statistics[i] < 0 || statistics[i] > mostFrames)))
            return false;
    }
    return true;
}

} // namespace

Enrolment::Enrolment()
    : person(gaussians, dimension)
    , strangers(gaussians, dimension)
{}

Voiceprint Enrolment::voiceprint() const
{
    Voiceprint result;
    result.statistics.reserve(2 * setSize);
    put(result.statistics, person);
    put(result.statistics, strangers);
    return result;
}

std::optional<Enrolment> Enrolment::from(const Voiceprint &voiceprint)
{
    if (!isPlausible(voiceprint.statistics))
        return std::nullopt;
    const std::span<const float> all(voiceprint.statistics);
    Enrolment result;
    take(all.first(setSize), result.person);
    take(all.last(setSize), result.strangers);
    return result;
}

std::string Voiceprint::serialise() const
{
    std::string bytes;
    append(bytes, magic);
    append(bytes, statistics);
    return bytes;
}

std::optional<Voiceprint> Voiceprint::parse(std::string_view bytes)
{
    Reader reader(bytes);
    if (bytes.size() != 4 * (1 + 2 * setSize) || reader.number() != magic)
        return std::nullopt;
    Voiceprint result;
    result.statistics.resize(2 * setSize);
    reader.floats(result.statistics);
    if (reader.failed() || !isPlausible(result.statistics))
        return std::nullopt;
    return result;
}

} // namespace speaker

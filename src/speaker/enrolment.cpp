// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/enrolment.h"

#include "speaker/background.h"
#include "speaker/bytes.h"
#include "speaker/filterbank.h"

#include <algorithm>

namespace speaker {

namespace {

constexpr std::uint32_t voiceprintMagic = 0x32535056; // "VPS2"

// Numbers in the statistics of one range.
constexpr std::size_t sizeOf(const Range &range)
{
    return gaussians * std::size_t(1 + range.dimension());
}

constexpr std::size_t wholeSize = 2 * sizeOf(wideRange) + 2 * sizeOf(narrowRange);
constexpr float mostFrames = 1e6F; // far above any clip, far below what would overflow

void put(std::vector<float> &out, const Statistics &statistics)
{
    out.insert(out.end(), statistics.counts.data(), statistics.counts.data() + statistics.counts.size());
    out.insert(out.end(), statistics.sums.data(), statistics.sums.data() + statistics.sums.size());
}

// Takes what put() put off the front of `in`; false if no clip gives such statistics.
bool take(std::span<const float> &in, Statistics &statistics)
{
    const auto next = [&in](auto &into) {
        std::copy_n(in.begin(), into.size(), into.data());
        in = in.subspan(std::size_t(into.size()));
    };
    next(statistics.counts);
    next(statistics.sums);
    // No comparison with what is no number holds.
    return (statistics.counts.array() >= 0).all() && (statistics.counts.array() <= mostFrames).all() &&
           (statistics.sums.array().abs() <= 100 * mostFrames).all();
}

bool take(std::span<const float> &in, Evidence &evidence)
{
    return take(in, evidence.person) && take(in, evidence.strangers);
}

} // namespace

Evidence::Evidence(int dimension)
    : person(gaussians, dimension)
    , strangers(gaussians, dimension)
{}

Enrolment::Enrolment()
    : wide(wideRange.dimension())
    , narrow(narrowRange.dimension())
{}

bool Enrolment::isNarrow() const
{
    return wide.person.counts.sum() <= 0;
}

Voiceprint Enrolment::voiceprint() const
{
    Voiceprint result;
    result.statistics.reserve(wholeSize);
    for (const Evidence *evidence : {&wide, &narrow}) {
        put(result.statistics, evidence->person);
        put(result.statistics, evidence->strangers);
    }
    return result;
}

std::optional<Enrolment> Enrolment::from(const Voiceprint &voiceprint)
{
    std::span<const float> rest(voiceprint.statistics);
    Enrolment result;
    if (rest.size() != wholeSize || !take(rest, result.wide) || !take(rest, result.narrow))
        return std::nullopt;
    return result;
}

std::string Voiceprint::serialise() const
{
    std::string bytes;
    append(bytes, voiceprintMagic);
    append(bytes, statistics);
    return bytes;
}

std::optional<Voiceprint> Voiceprint::parse(std::string_view bytes)
{
    Reader reader(bytes);
    if (bytes.size() != 4 * (1 + wholeSize) || reader.number() != voiceprintMagic)
        return std::nullopt;
    Voiceprint result;
    result.statistics.resize(wholeSize);
    reader.floats(result.statistics);
    if (reader.failed() || !Enrolment::from(result))
        return std::nullopt;
    return result;
}

} // namespace speaker

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/householdmodels.h"

#include "speaker/features.h"
#include "speaker/mixture.h"

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

constexpr float personRelevance = 16; // Reynolds, Quatieri & Dunn 2000
// High enough that a score means the same alone as among others: of 15 real people the members' median ratio
// is 0.89 in households of 1 and 0.98 in those of 4, where with 100 it was 0.65 and 0.88.
constexpr float strangerRelevance = 250;

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

std::string Enrolment::serialise(const Voiceprint &voiceprint)
{
    std::string bytes;
    append(bytes, voiceprintMagic);
    append(bytes, voiceprint.statistics);
    return bytes;
}

std::optional<Voiceprint> Enrolment::parse(std::string_view bytes)
{
    Reader reader(bytes);
    if (bytes.size() != 4 * (1 + wholeSize) || reader.number() != voiceprintMagic)
        return std::nullopt;
    Voiceprint result;
    result.statistics.resize(wholeSize);
    reader.floats(result.statistics);
    if (reader.failed() || !from(result))
        return std::nullopt;
    return result;
}

HouseholdModels::Models HouseholdModels::models(const Mixture &background, std::span<const Enrolment> members,
                                                Evidence Enrolment::*range)
{
    Statistics all(background.size(), background.dimension());
    for (const Enrolment &member : members)
        all += (member.*range).strangers;
    Models result{background.adapted(all, strangerRelevance), {}};
    result.people.reserve(members.size());
    for (const Enrolment &member : members)
        result.people.push_back(result.strangers.adapted((member.*range).person, personRelevance));
    return result;
}

HouseholdModels::HouseholdModels(const Background &background, std::span<const Enrolment> members)
    : m_wide(models(background.wide, members, &Enrolment::wide))
    , m_narrow(models(background.narrow, members, &Enrolment::narrow))
{
    for (const Enrolment &member : members)
        m_isNarrow.push_back(member.isNarrow());
}

bool HouseholdModels::hasNarrow() const
{
    return std::find(m_isNarrow.begin(), m_isNarrow.end(), true) != m_isNarrow.end();
}

std::vector<double> HouseholdModels::ratios(const Models &models, const Matrix &frames)
{
    const Matrix shared = models.strangers.sharedTerm(frames);
    const double stranger = double(models.strangers.logLikelihood(frames, shared));
    std::vector<double> result;
    for (const Mixture &person : models.people)
        result.push_back(double(person.logLikelihood(frames, shared)) - stranger);
    return result;
}

std::vector<double> HouseholdModels::ratios(const Hearing &clip) const
{
    if (clip.wide.rows() == 0)
        return ratios(m_narrow, clip.narrow);
    std::vector<double> result = ratios(m_wide, clip.wide);
    if (hasNarrow()) {
        const std::vector<double> narrow = ratios(m_narrow, clip.narrow);
        for (std::size_t i = 0; i < result.size(); ++i) {
            if (m_isNarrow[i])
                result[i] = narrow[i];
        }
    }
    return result;
}

} // namespace speaker

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/voices.h"

#include "sound/speech.h"
#include "speaker/engine.h"
#include "speaker/features.h"
#include "speaker/turns.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

namespace speaker {

namespace {

// Of a second speaker; moments overlap, and one alone is a cough or a laugh.
constexpr int fewestMoments = 3;

constexpr std::ptrdiff_t momentLength = 150; // frames of speech
constexpr std::ptrdiff_t momentStep = 75;
constexpr std::size_t fewestPitches = 30; // of a moment whose pitch counts

// The README tells what was measured: of clips of one speaker, real people, 3 to 6 in 100 lie above both.
constexpr float leastDistance = 0.3F; // of the logarithms: a man and a woman differ by 0.5 on the average
constexpr float leastRatio = 3;       // of the distance to how one group varies
constexpr float leastVariation = 0.03F;
constexpr float weight = 1.5F; // of a difference in pitch as evidence: see course()

// The logarithm of the pitch of each moment of speech that has one.
Vector pitches(std::span<const float> samples)
{
    speech::Frames frames;
    frames.take(Analysis::heard(samples));
    const std::vector<bool> isSpeech = frames.speech();
    const std::vector<float> all = frames.pitches();
    std::vector<float> spoken;
    for (std::size_t i = 0; i < isSpeech.size(); ++i) {
        if (isSpeech[i])
            spoken.push_back(all[i]);
    }
    std::vector<float> result;
    for (std::ptrdiff_t at = 0; at + momentLength <= std::ptrdiff_t(spoken.size()); at += momentStep) {
        std::vector<float> moment;
        std::copy_if(spoken.begin() + at, spoken.begin() + at + momentLength, std::back_inserter(moment),
                     [](float hertz) { return hertz > 0; });
        if (moment.size() < fewestPitches)
            continue;
        const auto middle = moment.begin() + std::ptrdiff_t(moment.size() / 2);
        std::nth_element(moment.begin(), middle, moment.end());
        result.push_back(std::log(*middle));
    }
    return Eigen::Map<const Vector>(result.data(), Eigen::Index(result.size()));
}

struct Group
{
    float count = 0;
    float mean = 0;
    float squares = 0; // of the distances from the mean

    Group(const Vector &pitches, const std::vector<bool> &groups, bool which)
    {
        for (std::size_t i = 0; i < groups.size(); ++i) {
            if (groups[i] != which)
                continue;
            const float difference = pitches[Eigen::Index(i)] - mean;
            mean += difference / ++count;
            squares += difference * (pitches[Eigen::Index(i)] - mean);
        }
    }
};

bool areOfTwo(const Vector &pitches)
{
    if (pitches.size() < 2 * fewestMoments)
        return false;
    Vector sorted = pitches;
    std::sort(sorted.begin(), sorted.end());
    for (const float share : {0.2F, 0.35F, 0.5F, 0.65F, 0.8F}) {
        float border = sorted[Eigen::Index(share * float(sorted.size()))];
        for (int round = 0; round < 5; ++round) {
            const std::vector<bool> groups = course(weight * (pitches.array() - border).matrix());
            const Group high(pitches, groups, true);
            const Group low(pitches, groups, false);
            if (std::min(high.count, low.count) < fewestMoments)
                break;
            const float distance = high.mean - low.mean;
            const float variation = std::sqrt((high.squares + low.squares) / float(pitches.size()));
            if (distance > leastDistance && distance > leastRatio * (variation + leastVariation))
                return true;
            border = (high.mean + low.mean) / 2;
        }
    }
    return false;
}

} // namespace

bool suspectsTwoSpeakers(std::span<const float> samples, const Engine &engine)
{
    const Portraits portraits = engine.portraits(samples);
    return portraits.moments.empty() ? suspectsTwoSpeakers(samples)
                                     : apartness(portraits.moments, fewestMoments) > portraits.mostOfOne;
}

bool suspectsTwoSpeakers(std::span<const float> samples)
{
    return areOfTwo(pitches(samples));
}

} // namespace speaker

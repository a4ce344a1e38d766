// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/speech.h"

#include "sound/levels.h"

#include <algorithm>
#include <cmath>

namespace speech {

namespace {

float percentile(std::span<const float> values, double share)
{
    std::vector<float> sorted(values.begin(), values.end());
    const auto rank = std::min(sorted.size() - 1, static_cast<std::size_t>(share * double(sorted.size())));
    std::nth_element(sorted.begin(), sorted.begin() + std::ptrdiff_t(rank), sorted.end());
    return sorted[rank];
}

// Level alone, relative to the clip's own quiet and loud frames, tells speech from pauses. How far those lie
// apart tells whether there is any speech: the 5th and the 95th percentile differ by at most 7.2 dB in white,
// pink and brown noise, hum and a fan that pulses, and by 10.6 dB or more in speech with pink noise only 5 dB
// below it (10 dB: 15, clean: 30 and more).
constexpr float spreadOfSpeech = 9; // dB

// Speech also rises and falls all the time: within 2 s its 10th and 90th percentile differ by 6 dB and more
// down to 5 dB signal-to-noise ratio. A sound that does not is noise that was switched on in the middle of
// the clip.
constexpr float spreadWithinSeconds = 6;   // dB
constexpr std::size_t neighbourhood = 100; // frames on either side
constexpr std::size_t block = 20;          // frames that share a verdict

constexpr float faintest = -60; // dBFS: no microphone's speech is quieter, but its noise may be
constexpr float deepest = 35;   // dB below the loud frames: what is quieter is an echo or a breath

float thresholdFor(std::span<const float> levels)
{
    const float low = percentile(levels, 0.05);
    const float high = percentile(levels, 0.95);
    const float rise = high - low < spreadOfSpeech ? spreadOfSpeech : 0.4F * (high - low);
    return std::max({low + rise, high - deepest, faintest});
}

void dropSteadySound(std::span<const float> levels, std::vector<bool> &speech)
{
    for (std::size_t start = 0; start < levels.size(); start += block) {
        const auto begin = speech.begin() + std::ptrdiff_t(start);
        const auto end = speech.begin() + std::ptrdiff_t(std::min(levels.size(), start + block));
        if (std::find(begin, end, true) == end)
            continue;
        const std::size_t from = start < neighbourhood ? 0 : start - neighbourhood;
        const auto around =
            levels.subspan(from, std::min(levels.size(), start + block + neighbourhood) - from);
        if (percentile(around, 0.9) - percentile(around, 0.1) < spreadWithinSeconds)
            std::fill(begin, end, false);
    }
}

} // namespace

int frameCount(std::size_t samples)
{
    return samples < frameLength ? 0 : int(1 + (samples - frameLength) / frameStep);
}

std::vector<float> withoutMean(std::span<const float> samples)
{
    std::vector<float> centred(samples.size());
    double sum = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        centred[i] = std::isnan(samples[i]) ? 0 : std::clamp(samples[i], -1.0F, 1.0F);
        sum += double(centred[i]);
    }
    const float mean = samples.empty() ? 0 : float(sum / double(samples.size()));
    for (float &sample : centred)
        sample -= mean;
    return centred;
}

std::vector<float> frameLevels(std::span<const float> samples)
{
    Levels levels;
    levels.take(samples);
    return levels.frames();
}

std::vector<bool> speechFrames(std::span<const float> levels)
{
    std::vector<bool> speech(levels.size(), false);
    if (levels.empty())
        return speech;
    const float threshold = thresholdFor(levels);
    const int count = int(levels.size());
    for (int frame = 0; frame < count; ++frame) {
        int above = 0;
        for (int other = std::max(0, frame - 2); other <= std::min(count - 1, frame + 2); ++other)
            above += levels[std::size_t(other)] > threshold;
        speech[std::size_t(frame)] = above >= 3;
    }
    dropSteadySound(levels, speech);
    return speech;
}

double netSpeech(std::span<const float> samples)
{
    const std::vector<bool> speech = speechFrames(frameLevels(samples));
    return double(std::count(speech.begin(), speech.end(), true)) * frameStep / sampleRate;
}

} // namespace speech

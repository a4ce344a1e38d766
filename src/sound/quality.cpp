// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/quality.h"

#include "sound/level.h"
#include "sound/noise.h"
#include "sound/speech.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace audio {

namespace {

double decibel(double ratio)
{
    return ratio > 0 ? std::max(silenceDbfs, 10 * std::log10(ratio)) : silenceDbfs;
}

// Flat tops: runs of at least 3 samples at >= 99.7 % of the peak, which must be at least half of full scale.
double clippedShare(std::span<const float> samples, float peak)
{
    const float ceiling = std::max(0.5F, peak * 0.997F);
    size_t clipped = 0;
    size_t run = 0;
    for (size_t i = 0; i <= samples.size(); ++i) {
        if (i < samples.size() && std::fabs(samples[i]) >= ceiling) {
            ++run;
            continue;
        }
        clipped += run >= 3 ? run : 0;
        run = 0;
    }
    return double(clipped) / double(samples.size());
}

} // namespace

Quality measureQuality(const Clip &clip)
{
    const std::vector<float> samples = toFloats(clip);
    if (samples.empty())
        return {.peak = silenceDbfs, .speechLevel = silenceDbfs};
    const double mean = std::accumulate(samples.begin(), samples.end(), 0.0) / double(samples.size());
    float peak = 0;
    for (const float sample : samples)
        peak = std::max(peak, std::fabs(sample));

    Quality quality;
    quality.seconds = double(samples.size()) / clip.rate;
    quality.peak = decibel(double(peak) * double(peak));
    quality.dcOffset = std::fabs(mean);
    quality.clipped = clippedShare(samples, peak);

    const std::vector<float> levels = speech::frameLevels(samples);
    const std::vector<bool> isSpeech = speech::speechFrames(levels);
    const auto speechCount = double(std::count(isSpeech.begin(), isSpeech.end(), true));
    quality.netSpeech = speechCount * speech::frameStep / speech::sampleRate;
    quality.speechLevel = decibel(speechPower(levels, isSpeech));
    quality.snr = signalToNoise(levels, isSpeech);
    if (quality.netSpeech > 0) {
        const auto first = std::find(isSpeech.begin(), isSpeech.end(), true) - isSpeech.begin();
        const auto last = isSpeech.rend() - std::find(isSpeech.rbegin(), isSpeech.rend(), true) - 1;
        constexpr double step = double(speech::frameStep) / speech::sampleRate;
        constexpr double frame = double(speech::frameLength) / speech::sampleRate;
        quality.silenceBefore = double(first) * step;
        quality.silenceAfter = quality.seconds - (double(last) * step + frame);
    }
    return quality;
}

} // namespace audio

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/quality.h"

#include "audio/level.h"
#include "signal/speech.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace audio {

namespace {

constexpr double shortestPause = 0.5; // seconds, for the noise to be measured in

double power(float level)
{
    return std::pow(10.0, double(level) / 10);
}

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
    double speechPower = 0;
    size_t speechCount = 0;
    std::vector<double> pauses;
    for (size_t i = 0; i < levels.size(); ++i) {
        if (isSpeech[i]) {
            speechPower += power(levels[i]);
            ++speechCount;
        } else {
            pauses.push_back(power(levels[i]));
        }
    }
    constexpr double step = double(speech::frameStep) / speech::sampleRate;
    quality.netSpeech = double(speechCount) * step;
    quality.speechLevel = speechCount ? decibel(speechPower / double(speechCount)) : silenceDbfs;
    if (speechCount && double(pauses.size()) * step >= shortestPause) {
        // The quietest tenth of all frames: edges of words lie among the pauses and would pass for noise.
        std::sort(pauses.begin(), pauses.end());
        const size_t tenth = std::clamp<size_t>(levels.size() / 10, 1, pauses.size());
        const double noise =
            std::accumulate(pauses.begin(), pauses.begin() + std::ptrdiff_t(tenth), 0.0) / double(tenth) +
            1e-10;
        const double speechOnly = std::max(speechPower / double(speechCount) - noise, 1e-10);
        quality.snr = 10 * std::log10(speechOnly / noise);
    }
    return quality;
}

} // namespace audio

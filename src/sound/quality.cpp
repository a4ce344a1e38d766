// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/quality.h"

#include "sound/speech.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace audio {

namespace {

constexpr double fullScale = 32768.0;
constexpr int clipMagnitude = 32393; // -0.1 dBFS

double dbfs(double magnitude)
{
    return magnitude > 0 ? std::max(silenceDbfs, 20 * std::log10(magnitude / fullScale)) : silenceDbfs;
}

constexpr size_t framesPerSecond = speech::sampleRate / speech::frameStep;
constexpr size_t shortestPause = framesPerSecond / 2;
constexpr size_t guard = framesPerSecond / 10;
constexpr size_t enoughAway = framesPerSecond / 4;
constexpr double faintest = 1e-10; // of the power of full scale, as in frames of silence

double power(float level)
{
    return std::pow(10.0, double(level) / 10);
}

double mean(const std::vector<double> &powers)
{
    return std::accumulate(powers.begin(), powers.end(), 0.0) / double(powers.size());
}

// How many frames each is away from the nearest one with speech.
std::vector<size_t> distances(const std::vector<bool> &isSpeech)
{
    std::vector<size_t> distances(isSpeech.size());
    size_t distance = isSpeech.size();
    for (size_t i = 0; i < isSpeech.size(); ++i)
        distances[i] = distance = isSpeech[i] ? 0 : distance + 1;
    distance = isSpeech.size();
    for (size_t i = isSpeech.size(); i-- > 0;) {
        distance = isSpeech[i] ? 0 : distance + 1;
        distances[i] = std::min(distances[i], distance);
    }
    return distances;
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

Level measure(std::span<const qint16> samples)
{
    if (samples.empty())
        return {};
    int peak = 0;
    double power = 0;
    for (const int sample : samples) { // as int: the magnitude of -32768 does not fit qint16
        peak = std::max(peak, std::abs(sample));
        power += double(sample) * sample;
    }
    return {.peak = dbfs(peak),
            .rms = dbfs(std::sqrt(power / double(samples.size()))),
            .clipped = peak >= clipMagnitude};
}

double speechPower(std::span<const float> levels, const std::vector<bool> &isSpeech)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < levels.size(); ++i) {
        if (isSpeech[i]) {
            sum += power(levels[i]);
            ++count;
        }
    }
    return count ? sum / double(count) : 0;
}

std::optional<double> signalToNoise(std::span<const float> levels, const std::vector<bool> &isSpeech)
{
    const double speech = speechPower(levels, isSpeech);
    const std::vector<size_t> away = distances(isSpeech);
    std::vector<double> all;
    std::vector<double> noise;
    for (size_t i = 0; i < levels.size(); ++i) {
        if (away[i] > 0)
            all.push_back(power(levels[i]));
        if (away[i] > guard)
            noise.push_back(power(levels[i]));
    }
    if (speech <= 0 || all.size() < shortestPause)
        return {};
    if (noise.size() < enoughAway) {
        std::sort(all.begin(), all.end());
        all.resize(all.size() / 3);
        noise = std::move(all);
    }
    const double pause = mean(noise) + faintest;
    return 10 * std::log10(std::max(speech - pause, faintest) / pause);
}

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

    speech::Frames frames;
    frames.take(samples);
    const std::vector<float> levels = frames.levels();
    const std::vector<bool> isSpeech = frames.speech();
    quality.netSpeech = speech::netSpeech(isSpeech);
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

void SpeechWatch::take(std::span<const qint16> samples)
{
    m_frames.take(toFloats(samples));
}

SpeechWatch::Speech SpeechWatch::speech() const
{
    const std::vector<float> levels = m_frames.levels();
    const std::vector<bool> isSpeech = m_frames.speech();
    return {.seconds = speech::netSpeech(isSpeech), .snr = signalToNoise(levels, isSpeech)};
}

} // namespace audio

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/noise.h"

#include "sound/speech.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace audio {

namespace {

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

} // namespace

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

} // namespace audio

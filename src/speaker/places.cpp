// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/places.h"

#include "sound/speech.h"

#include <kiss_fftr.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <numeric>

namespace speaker {

namespace {

constexpr std::size_t block = 16384; // points: half for the clip, half for the room's answer

struct PlanEnd
{
    void operator()(kiss_fftr_state *plan) const { kiss_fftr_free(plan); }
};
using Plan = std::unique_ptr<kiss_fftr_state, PlanEnd>;
using Spectrum = std::vector<kiss_fft_cpx>;

// The root mean square of the loudest 60 % of the clip: speech without its pauses.
float activeLevel(std::span<const float> samples)
{
    std::vector<float> powers;
    for (std::size_t i = 0; i + speech::frameLength <= samples.size(); i += speech::frameLength) {
        const auto frame = samples.subspan(i, speech::frameLength);
        powers.push_back(std::inner_product(frame.begin(), frame.end(), frame.begin(), 0.0F) /
                         speech::frameLength);
    }
    std::sort(powers.begin(), powers.end(), std::greater<>());
    powers.resize(powers.size() * 6 / 10);
    if (powers.empty())
        return 0;
    return std::sqrt(std::accumulate(powers.begin(), powers.end(), 0.0F) / float(powers.size()));
}

Spectrum roomResponse(float reverberation, float tail, std::uint64_t seed, const Plan &forward)
{
    Dice dice(seed);
    std::vector<float> response(block, 0.0F);
    const float decay = reverberation * speech::sampleRate;
    const std::size_t length = std::min(block / 2, std::size_t(1.15F * decay));
    double energy = 0;
    for (std::size_t i = 1; i < length; ++i) {
        response[i] = dice.normal() * std::exp(-6.9F * float(i) / decay); // 10^(-60/20) after `decay` samples
        energy += double(response[i] * response[i]);
    }
    const float direct = 1 / std::sqrt(1 + tail * tail);
    for (float &sample : response)
        sample *= tail * direct / float(std::sqrt(energy + 1e-12));
    response[0] = direct;
    Spectrum spectrum(block / 2 + 1);
    kiss_fftr(forward.get(), response.data(), spectrum.data());
    return spectrum;
}

// What passes from \a low to \a high, in Hz: a windowed sinc, of length block / 8.
Spectrum bandResponse(double low, double high, const Plan &forward)
{
    constexpr int taps = int(block) / 8 + 1;
    std::vector<float> response(block, 0.0F);
    for (int i = 0; i < taps; ++i) {
        const double t = double(i - taps / 2) / speech::sampleRate;
        const auto below = [t](double hz) {
            return t == 0 ? 2 * hz : std::sin(2 * std::numbers::pi * hz * t) / (std::numbers::pi * t);
        };
        const double window = 0.54 - 0.46 * std::cos(2 * std::numbers::pi * i / (taps - 1));
        response[std::size_t(i)] = float(window * (below(high) - below(low)) / speech::sampleRate);
    }
    Spectrum spectrum(block / 2 + 1);
    kiss_fftr(forward.get(), response.data(), spectrum.data());
    return spectrum;
}

std::vector<float> filtered(std::span<const float> samples, const Spectrum &response, const Plan &forward)
{
    const Plan backward(kiss_fftr_alloc(block, 1, nullptr, nullptr));
    std::vector<float> result(samples.size() + block, 0.0F);
    std::vector<float> piece(block);
    Spectrum spectrum(response.size());
    for (std::size_t start = 0; start < samples.size(); start += block / 2) { // overlap-add
        const auto part = samples.subspan(start, std::min(block / 2, samples.size() - start));
        std::fill(std::copy(part.begin(), part.end(), piece.begin()), piece.end(), 0.0F);
        kiss_fftr(forward.get(), piece.data(), spectrum.data());
        for (std::size_t k = 0; k < spectrum.size(); ++k) {
            const kiss_fft_cpx a = spectrum[k];
            const kiss_fft_cpx b = response[k];
            spectrum[k] = {a.r * b.r - a.i * b.i, a.r * b.i + a.i * b.r};
        }
        kiss_fftri(backward.get(), spectrum.data(), piece.data());
        for (std::size_t i = 0; i < block; ++i)
            result[start + i] += piece[i] / float(block);
    }
    result.resize(samples.size());
    return result;
}

} // namespace

std::vector<float> withPinkNoise(std::span<const float> samples, float snr, std::uint64_t seed)
{
    // Paul Kellet's economy filter: white noise through three poles and a gain.
    Dice dice(seed);
    std::vector<float> noise(samples.size());
    float slow = 0;
    float middle = 0;
    float fast = 0;
    double energy = 0;
    for (float &sample : noise) {
        const float white = dice.uniform() - 0.5F;
        slow = 0.99765F * slow + white * 0.0990460F;
        middle = 0.96300F * middle + white * 0.2965164F;
        fast = 0.57000F * fast + white * 1.0526913F;
        sample = slow + middle + fast + white * 0.1848F;
        energy += double(sample * sample);
    }
    const float level = float(std::sqrt(energy / double(std::max<std::size_t>(1, noise.size())) + 1e-12));
    const float gain = activeLevel(samples) / level * std::pow(10.0F, -snr / 20);
    for (std::size_t i = 0; i < noise.size(); ++i)
        noise[i] = samples[i] + gain * noise[i];
    return noise;
}

std::vector<float> inRoom(std::span<const float> samples, float reverberation, float tail, std::uint64_t seed)
{
    const Plan forward(kiss_fftr_alloc(block, 0, nullptr, nullptr));
    return filtered(samples, roomResponse(reverberation, tail, seed, forward), forward);
}

std::vector<float> overTelephone(std::span<const float> samples)
{
    const Plan forward(kiss_fftr_alloc(block, 0, nullptr, nullptr));
    std::vector<float> result = filtered(samples, bandResponse(300, 3400, forward), forward);
    // G.711 squeezes samples by the mu law into eight bits.
    constexpr float mu = 255;
    constexpr float steps = 127;
    const float loudest = std::accumulate(result.begin(), result.end(), 1e-6F, [](float most, float sample) {
        return std::max(most, std::abs(sample));
    });
    for (float &sample : result) {
        const float small = sample / loudest;
        const float code = std::round(steps * std::log1p(mu * std::abs(small)) / std::log1p(mu)) / steps;
        sample = std::copysign((std::pow(1 + mu, code) - 1) / mu, small) * loudest;
    }
    result = filtered(result, bandResponse(100, 3700, forward), forward);
    for (float &sample : result) // as a file of 16 bits keeps it
        sample = std::round(sample / loudest * 32'767) / 32'767 * loudest;
    return result;
}

} // namespace speaker

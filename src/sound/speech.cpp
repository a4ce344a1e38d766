// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/speech.h"

#include <kiss_fftr.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <numeric>

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

constexpr std::size_t pieceLength = std::gcd(frameLength, frameStep); // samples
constexpr std::size_t piecesToAFrame = frameLength / pieceLength;
constexpr std::size_t piecesToAStep = frameStep / pieceLength;

// The usual value of speech front ends, as in Davis & Mermelstein's successors.
constexpr float preEmphasis = 0.97F;

const std::array<float, frameLength> &hammingWindow()
{
    static const auto window = [] {
        std::array<float, frameLength> w{};
        for (int i = 0; i < frameLength; ++i)
            w[std::size_t(i)] = float(0.54 - 0.46 * std::cos(2 * std::numbers::pi * i / (frameLength - 1)));
        return w;
    }();
    return window;
}

struct PlanEnd
{
    void operator()(kiss_fftr_state *plan) const { kiss_fftr_free(plan); }
};

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

double netSpeech(const std::vector<bool> &isSpeech)
{
    return double(std::count(isSpeech.begin(), isSpeech.end(), true)) * frameStep / sampleRate;
}

void Levels::take(std::span<const float> samples)
{
    for (const float raw : samples) {
        const double sample = std::isnan(raw) ? 0 : std::clamp(double(raw), -1.0, 1.0);
        m_rest.plain += sample;
        m_rest.squares += sample * sample;
        if (++m_restLength == pieceLength) {
            m_pieces.push_back(m_rest);
            m_rest = {};
            m_restLength = 0;
        }
    }
}

std::vector<float> Levels::frames() const
{
    const std::size_t size = m_pieces.size() * pieceLength + m_restLength;
    const double sum = std::accumulate(m_pieces.begin(), m_pieces.end(), m_rest.plain,
                                       [](double all, const Sums &piece) { return all + piece.plain; });
    const double mean = size ? sum / double(size) : 0;
    std::vector<float> levels(std::size_t(frameCount(size)));
    for (std::size_t frame = 0; frame < levels.size(); ++frame) {
        Sums sums;
        for (const Sums &piece : std::span(m_pieces).subspan(frame * piecesToAStep, piecesToAFrame)) {
            sums.plain += piece.plain;
            sums.squares += piece.squares;
        }
        const double power = (sums.squares - 2 * mean * sums.plain) / frameLength + mean * mean;
        levels[frame] = float(10 * std::log10(std::max(0.0, power) + 1e-10));
    }
    return levels;
}

std::vector<float> powerSpectra(std::span<const float> samples)
{
    // A plan holds a scratch buffer, so it belongs to one call: this is what makes the function safe in many
    // threads.
    const std::unique_ptr<kiss_fftr_state, PlanEnd> plan(kiss_fftr_alloc(fftLength, 0, nullptr, nullptr));
    const auto &window = hammingWindow();
    const int frames = frameCount(samples.size());
    std::vector<float> power(std::size_t(frames) * bins);
    std::array<float, fftLength> buffer{};
    std::array<kiss_fft_cpx, bins> spectrum{};
    for (int frame = 0; frame < frames; ++frame) {
        const float *in = samples.data() + std::ptrdiff_t(frame) * frameStep;
        const float before = frame > 0 ? in[-1] : in[0];
        buffer[0] = (in[0] - preEmphasis * before) * window[0];
        for (std::size_t i = 1; i < frameLength; ++i)
            buffer[i] = (in[i] - preEmphasis * in[i - 1]) * window[i];
        kiss_fftr(plan.get(), buffer.data(), spectrum.data());
        float *out = power.data() + std::ptrdiff_t(frame) * bins;
        for (std::size_t k = 0; k < bins; ++k)
            out[k] = spectrum[k].r * spectrum[k].r + spectrum[k].i * spectrum[k].i;
    }
    return power;
}

} // namespace speech

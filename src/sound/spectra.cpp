// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/spectra.h"

#include "sound/speech.h"

#include <kiss_fftr.h>

#include <array>
#include <cmath>
#include <memory>
#include <numbers>

namespace speech {

namespace {

constexpr float preEmphasis =
    0.97F; // the usual value of speech front ends, as in Davis & Mermelstein's successors

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

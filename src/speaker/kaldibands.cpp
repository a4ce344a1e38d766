// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/kaldibands.h"

#include "sound/speech.h"

#include <kiss_fftr.h>

#include <cmath>
#include <memory>
#include <numbers>

namespace speaker {

namespace {

constexpr double lowest = 20; // Hz; the highest is half the sample rate
constexpr float preEmphasis = 0.97F;
constexpr float leastEnergy = 1.1920929e-7F; // Kaldi's: the smallest step of a float above 1

double toMel(double hz)
{
    return 1127 * std::log(1 + hz / 700);
}

// Bins x bands: triangles whose sides are straight on the mel scale.
const Matrix &triangles()
{
    static const Matrix weights = [] {
        const double highest = speech::sampleRate / 2.0;
        const double step = (toMel(highest) - toMel(lowest)) / (kaldiBandCount + 1);
        Matrix result = Matrix::Zero(speech::bins, kaldiBandCount);
        for (int bin = 0; bin < speech::bins - 1; ++bin) { // Kaldi leaves the last out
            const double mel = toMel(bin * double(speech::sampleRate) / speech::fftLength) - toMel(lowest);
            for (int band = 0; band < kaldiBandCount; ++band)
                result(bin, band) = float(std::max(0.0, std::min(mel / step - band, band + 2 - mel / step)));
        }
        return result;
    }();
    return weights;
}

struct PlanEnd
{
    void operator()(kiss_fftr_state *plan) const { kiss_fftr_free(plan); }
};

Vector windowOf(KaldiWindow window)
{
    Vector result(speech::frameLength);
    for (int i = 0; i < speech::frameLength; ++i) {
        const double turn = std::cos(2 * std::numbers::pi * i / (speech::frameLength - 1));
        result[i] =
            float(window == KaldiWindow::Hamming ? 0.54 - 0.46 * turn : std::pow(0.5 - 0.5 * turn, 0.85));
    }
    return result;
}

} // namespace

Matrix kaldiBands(std::span<const float> samples, KaldiWindow window)
{
    const Vector shape = windowOf(window);
    const std::unique_ptr<kiss_fftr_state, PlanEnd> plan(
        kiss_fftr_alloc(speech::fftLength, 0, nullptr, nullptr));
    Matrix power(speech::frameCount(samples.size()), speech::bins);
    Vector frame = Vector::Zero(speech::fftLength);
    std::vector<kiss_fft_cpx> spectrum(speech::bins);
    for (Eigen::Index t = 0; t < power.rows(); ++t) {
        const Eigen::Map<const Vector> heard(samples.data() + t * speech::frameStep, speech::frameLength);
        const Vector level = heard.array() - heard.mean();
        auto out = frame.head(speech::frameLength);
        out = level;
        out.tail(speech::frameLength - 1) -= preEmphasis * level.head(speech::frameLength - 1);
        out[0] -= preEmphasis * level[0];
        out.array() *= shape.array();
        kiss_fftr(plan.get(), frame.data(), spectrum.data());
        for (int bin = 0; bin < speech::bins; ++bin)
            power(t, bin) = spectrum[std::size_t(bin)].r * spectrum[std::size_t(bin)].r +
                            spectrum[std::size_t(bin)].i * spectrum[std::size_t(bin)].i;
    }
    return (power * triangles()).array().max(leastEnergy).log().matrix();
}

} // namespace speaker

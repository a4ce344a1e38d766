// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/filterbank.h"

#include "signal/spectra.h"
#include "signal/speech.h"

#include <algorithm>
#include <cmath>

namespace speaker {

namespace {

constexpr double lowest = 100;   // Hz: below lies hum
constexpr double highest = 7600; // Hz: above lies the filter of whatever resampled the clip

double toMel(double hz)
{
    return 1127 * std::log(1 + hz / 700);
}

double toHz(double mel)
{
    return 700 * (std::exp(mel / 1127) - 1);
}

// Straight up to 80 % of the axis, then bent so that the top stays where it is.
double warped(double hz, double warp)
{
    const double bend = 0.8 * highest / std::max(warp, 1.0);
    if (hz <= bend)
        return hz * warp;
    return warp * bend + (hz - bend) * (highest - warp * bend) / (highest - bend);
}

} // namespace

FilterBank::FilterBank(float warp)
    : m_bands(bands)
{
    const auto edge = [warp](int i) {
        const double mel = toMel(lowest) + (toMel(highest) - toMel(lowest)) * i / (bands + 1);
        return warped(toHz(mel), double(warp));
    };
    for (int i = 0; i < bands; ++i) {
        const double low = edge(i);
        const double middle = edge(i + 1);
        const double high = edge(i + 2);
        const double binWidth = double(speech::sampleRate) / speech::fftLength;
        const int first = int(std::ceil(low / binWidth));
        const int last = std::min(int(std::floor(high / binWidth)), speech::bins - 1);
        m_bands[std::size_t(i)].first = first;
        m_bands[std::size_t(i)].weights = Vector(last - first + 1);
        for (int bin = first; bin <= last; ++bin) {
            const double hz = bin * binWidth;
            const double weight = std::min((hz - low) / (middle - low), (high - hz) / (high - middle));
            m_bands[std::size_t(i)].weights[bin - first] = float(std::max(0.0, weight));
        }
    }
}

Matrix FilterBank::energies(const Eigen::Ref<const Matrix> &power) const
{
    Matrix result(power.rows(), bands);
    for (Eigen::Index frame = 0; frame < power.rows(); ++frame) {
        for (int i = 0; i < bands; ++i) {
            const Band &band = m_bands[std::size_t(i)];
            result(frame, i) = power.row(frame).segment(band.first, band.weights.size()).dot(band.weights);
        }
    }
    return result;
}

} // namespace speaker

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/filterbank.h"

#include "sound/spectra.h"
#include "sound/speech.h"

#include <algorithm>
#include <cmath>

namespace speaker {

namespace {

double toMel(double hz)
{
    return 1127 * std::log(1 + hz / 700);
}

double toHz(double mel)
{
    return 700 * (std::exp(mel / 1127) - 1);
}

// Straight up to 80 % of the axis, then bent so that the top stays where it is.
double warped(double hz, double warp, double highest)
{
    const double bend = 0.8 * highest / std::max(warp, 1.0);
    if (hz <= bend)
        return hz * warp;
    return warp * bend + (hz - bend) * (highest - warp * bend) / (highest - bend);
}

} // namespace

FilterBank::FilterBank(const Range &range, float warp)
    : m_range(range)
    , m_bands(std::size_t(range.bands))
{
    const auto edge = [&range, warp](int i) {
        const double low = toMel(range.lowest);
        const double mel = low + (toMel(range.highest) - low) * i / (range.bands + 1);
        return warped(toHz(mel), double(warp), range.highest);
    };
    for (int i = 0; i < range.bands; ++i) {
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
    Matrix result(power.rows(), m_range.bands);
    for (Eigen::Index frame = 0; frame < power.rows(); ++frame) {
        for (int i = 0; i < m_range.bands; ++i) {
            const Band &band = m_bands[std::size_t(i)];
            result(frame, i) = power.row(frame).segment(band.first, band.weights.size()).dot(band.weights);
        }
    }
    return result;
}

} // namespace speaker

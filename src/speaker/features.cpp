// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/features.h"

#include "sound/speech.h"

#include <algorithm>
#include <cmath>
#include <numbers>

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

constexpr std::size_t longest = 300 * std::size_t(speech::sampleRate);

// Root compression (Lim 1979; Sarikaya & Hansen 2001) in place of the logarithm of Davis & Mermelstein 1980:
// it lets noise in quiet bands weigh less.
constexpr float root = 0.15F;

// Share of power, after pre-emphasis: -36 dB. Of what came over a telephone -44 dB and less lies above 4 kHz
// (no more than the window leaks), of all else -28 dB and more, of people and of synthesisers, whatever the
// noise.
constexpr double mostAbove = 2.5e-4;

Matrix cosineTransform(const Range &range)
{
    Matrix d(range.bands, range.cepstra);
    for (int band = 0; band < range.bands; ++band) {
        for (int c = 1; c <= range.cepstra; ++c)
            d(band, c - 1) = float(std::sqrt(2.0 / range.bands) *
                                   std::cos(std::numbers::pi * c * (band + 0.5) / range.bands));
    }
    return d;
}

// Regression slope over five frames, as in Furui 1981.
void putSlopes(const Matrix &c, Eigen::Index frame, Eigen::Ref<RowVector> out)
{
    const auto at = [&](Eigen::Index t) { return c.row(std::clamp<Eigen::Index>(t, 0, c.rows() - 1)); };
    out = (at(frame + 1) - at(frame - 1) + 2 * (at(frame + 2) - at(frame - 2))) / 10;
}

void normalise(Matrix &x)
{
    const RowVector mean = x.colwise().mean();
    x.rowwise() -= mean;
    const RowVector deviation = (x.colwise().squaredNorm() / float(x.rows())).cwiseSqrt();
    x.array().rowwise() /= deviation.array() + 1e-3F;
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

Analysis::Analysis(std::span<const float> samples)
{
    const std::vector<float> centred = heard(samples);
    speech = speech::speechFrames(centred);
    speechFrames = int(std::count(speech.begin(), speech.end(), true));
    const std::vector<float> spectra = speech::powerSpectra(centred);
    power = Eigen::Map<const Matrix>(spectra.data(), Eigen::Index(speech.size()), speech::bins);
}

std::vector<float> Analysis::heard(std::span<const float> samples)
{
    return speech::withoutMean(samples.first(std::min(samples.size(), longest)));
}

bool Analysis::isNarrow() const
{
    constexpr double binWidth = double(speech::sampleRate) / speech::fftLength;
    constexpr auto bin = [](double hz) { return Eigen::Index(hz / binWidth); };
    double carried = 0;
    double above = 0;
    for (Eigen::Index frame = 0; frame < power.rows(); ++frame) {
        if (!speech[std::size_t(frame)])
            continue;
        carried += double(power.row(frame).segment(bin(300), bin(3400) - bin(300)).sum());
        above += double(power.row(frame).segment(bin(4000), bin(7500) - bin(4000)).sum());
    }
    return above < mostAbove * carried;
}

double Analysis::netSpeech() const
{
    return double(speechFrames) * speech::frameStep / speech::sampleRate;
}

Matrix features(const Analysis &clip, const FilterBank &bank)
{
    Matrix x(clip.speechFrames, bank.range().dimension());
    if (clip.speechFrames == 0)
        return x;
    Matrix energies = bank.energies(clip.power);
    float loudness = 0;
    for (Eigen::Index frame = 0; frame < energies.rows(); ++frame) {
        if (clip.speech[std::size_t(frame)])
            loudness += energies.row(frame).mean();
    }
    loudness = loudness / float(clip.speechFrames) + 1e-12F;
    energies = (root * ((energies.array() + 1e-8F) / loudness).log()).exp().matrix();
    const int cepstra = bank.range().cepstra;
    const Matrix c = energies * cosineTransform(bank.range());

    Eigen::Index row = 0;
    for (Eigen::Index frame = 0; frame < c.rows(); ++frame) {
        if (!clip.speech[std::size_t(frame)])
            continue;
        x.row(row).head(cepstra) = c.row(frame);
        putSlopes(c, frame, x.row(row).tail(cepstra));
        ++row;
    }
    normalise(x);
    return x;
}

} // namespace speaker

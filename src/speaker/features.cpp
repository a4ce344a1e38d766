// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/features.h"

#include "sound/spectra.h"
#include "sound/speech.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace speaker {

namespace {

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

Analysis::Analysis(std::span<const float> samples)
{
    const std::vector<float> centred = heard(samples);
    speech = speech::speechFrames(speech::frameLevels(centred));
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

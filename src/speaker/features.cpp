// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/features.h"

#include "signal/spectra.h"
#include "signal/speech.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace speaker {

namespace {

constexpr std::size_t longest = 300 * std::size_t(speech::sampleRate);

// Root compression (Lim 1979; Sarikaya & Hansen 2001) in place of the logarithm of Davis & Mermelstein 1980:
// it lets noise in quiet bands weigh less.
constexpr float root = 0.15F;

const Matrix &cosineTransform()
{
    static const Matrix transform = [] {
        Matrix d(FilterBank::bands, cepstra);
        for (int band = 0; band < FilterBank::bands; ++band) {
            for (int c = 1; c <= cepstra; ++c)
                d(band, c - 1) = float(std::sqrt(2.0 / FilterBank::bands) *
                                       std::cos(std::numbers::pi * c * (band + 0.5) / FilterBank::bands));
        }
        return d;
    }();
    return transform;
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

Analysis Analysis::overTelephone() const
{
    constexpr double binWidth = double(speech::sampleRate) / speech::fftLength;
    constexpr int first = int(300 / binWidth) + 1;
    constexpr int last = int(3400 / binWidth);
    Analysis result = *this;
    const float rest =
        1e-7F * (power.size() > 0 ? power.mean() : 0); // no telephone is perfectly silent outside its band
    result.power.leftCols(first).setConstant(rest);
    result.power.rightCols(speech::bins - 1 - last).setConstant(rest);
    return result;
}

double Analysis::netSpeech() const
{
    return double(speechFrames) * speech::frameStep / speech::sampleRate;
}

Matrix features(const Analysis &clip, const FilterBank &bank)
{
    Matrix x(clip.speechFrames, dimension);
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
    const Matrix c = energies * cosineTransform();

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

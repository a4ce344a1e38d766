// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// train-background MODEL WAV... : fits the background model to the clips and to copies of them in other
// places and voices.
#include "fitting.h"
#include "speech/speechfile.h"

#include "speaker/features.h"
#include "speaker/mixture.h"
#include "speaker/places.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <exception>
#include <fstream>

using speaker::Matrix;

namespace {

constexpr int rounds = 12;
constexpr Eigen::Index stride = 5; // neighbouring frames tell the same
constexpr std::array warps{1.0F, 0.87F, 0.94F, 1.07F, 1.15F};

enum class Copy { Plain, Noisy, NoisyRoom };

std::vector<float> copyOf(std::vector<float> samples, Copy kind, speaker::Dice &dice, unsigned seed)
{
    const float gain = std::pow(10.0F, -dice.uniform() * 15 / 20);
    if (kind != Copy::Plain) {
        const float tilt = dice.uniform() * 1.2F - 0.6F; // another microphone
        for (std::size_t i = samples.size() - 1; i > 0; --i)
            samples[i] += tilt * samples[i - 1];
    }
    if (kind == Copy::NoisyRoom) {
        const float reverberation = 0.25F + 0.15F * dice.uniform();
        const float tail = 0.4F + 1.4F * dice.uniform();
        samples = speaker::inRoom(samples, reverberation, tail, 100 + seed);
    }
    if (kind != Copy::Plain)
        samples = speaker::withPinkNoise(samples, 12 + 20 * dice.uniform(), 200 + seed);
    for (float &sample : samples)
        sample = std::round(std::clamp(sample * gain, -1.0F, 1.0F) * 32767) / 32768;
    return samples;
}

speaker::Mixture fitted(const std::vector<std::string> &clips, const speaker::Range &range)
{
    std::vector<speaker::FilterBank> banks;
    for (const float warp : warps)
        banks.emplace_back(range, warp);
    std::vector<Matrix> parts;
    Eigen::Index rows = 0;
    unsigned seed = 0;
    for (const std::string &clip : clips) {
        const std::vector<float> samples = readSpeech(clip);
        speaker::Dice dice(++seed);
        for (const Copy kind : {Copy::Plain, Copy::Noisy, Copy::NoisyRoom}) {
            const speaker::Analysis analysis(copyOf(samples, kind, dice, seed));
            for (const auto &bank : banks) {
                const Matrix all = speaker::features(analysis, bank);
                Matrix some((all.rows() + stride - 1) / stride, all.cols());
                for (Eigen::Index i = 0; i < some.rows(); ++i)
                    some.row(i) = all.row(i * stride);
                rows += some.rows();
                parts.push_back(std::move(some));
            }
        }
    }
    Matrix frames(rows, range.dimension());
    Eigen::Index row = 0;
    for (const Matrix &part : parts) {
        frames.middleRows(row, part.rows()) = part;
        row += part.rows();
    }
    std::printf("%zu clips, %ld frames\n", clips.size(), long(frames.rows()));
    return fitMixture(frames, speaker::gaussians, rounds);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "usage: train-background MODEL WAV...\n");
        return 2;
    }
    try {
        std::vector<std::string> clips(argv + 2, argv + argc);
        std::sort(clips.begin(), clips.end());
        const std::string bytes =
            speaker::serialise({fitted(clips, speaker::wideRange), fitted(clips, speaker::narrowRange)});
        if (!speaker::parseBackground(bytes))
            throw std::runtime_error("the fitted model is not one that the engine takes");
        std::ofstream file(argv[1], std::ios::binary);
        if (!file.write(bytes.data(), std::streamsize(bytes.size())).flush())
            throw std::runtime_error(std::string("cannot write ") + argv[1]);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "train-background: %s\n", error.what());
        return 1;
    }
    return 0;
}

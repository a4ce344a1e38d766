// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/voices.h"

#include "speaker/features.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace speaker {

namespace {

constexpr int cepstra = wideRange.cepstra;
using Square = Eigen::Matrix<double, cepstra, cepstra>;
using Column = Eigen::Matrix<double, cepstra, 1>;

constexpr Eigen::Index blockLength = 100; // speech frames: 1 s of net speech
constexpr Eigen::Index mostBlocks = 60;   // of longer clips the blocks are longer, so that all pairs stay few
constexpr Eigen::Index fewestBlocks = 6;
constexpr Eigen::Index shortestPart = 2; // blocks

// Weight of the penalty, and the least gain for each frame. The criterion alone (1 and 0) suspects
// single voices too: frames that follow each other resemble each other, and one voice says many sounds. With
// these, of single voices of 10 to 60 s, clean, at 10 dB of noise or while the distance to the microphone
// changes, none of 204 trials of the test speakers was suspected, 0.4 % of 228 of the tuning speakers and 0.2
// % of 1371 of the background speakers (where noise begins half-way: 0, 2.6 and 5 %); of two voices, 6 s
// each, 74, 93 and 83 % were found, 10 s each 90 % and more.
constexpr double penaltyWeight = 0.7;
constexpr double leastGain = 6.5;

// What a Gaussian of some frames is made of.
struct Sums
{
    double count = 0;
    Column sum = Column::Zero();
    Square products = Square::Zero();

    Sums operator-(const Sums &other) const
    {
        return {count - other.count, sum - other.sum, products - other.products};
    }
    // count / 2 times the logarithm of the determinant of the covariance.
    double spread() const
    {
        const Column mean = sum / count;
        Square covariance = products / count - mean * mean.transpose();
        covariance.diagonal().array() += 1e-3; // frames of one sound span no space
        const Eigen::LLT<Square> factor(covariance);
        return count * factor.matrixLLT().diagonal().array().log().sum();
    }
};

// Sums of the first 0, 1, 2... blocks.
std::vector<Sums> running(const Matrix &x)
{
    const Eigen::Index length = std::max(blockLength, x.rows() / mostBlocks);
    std::vector<Sums> sums(1);
    for (Eigen::Index at = 0; at + length <= x.rows(); at += length) {
        const Eigen::Matrix<double, Eigen::Dynamic, cepstra> block =
            x.block(at, 0, length, cepstra).cast<double>();
        Sums next = sums.back();
        next.count += double(length);
        next.sum += block.colwise().sum().transpose();
        next.products += block.transpose() * block;
        sums.push_back(next);
    }
    return sums;
}

} // namespace

bool suspectsTwoSpeakers(std::span<const float> samples)
{
    static const FilterBank bank(wideRange);
    const std::vector<Sums> sums = running(features(Analysis(samples), bank));
    const auto blocks = Eigen::Index(sums.size()) - 1;
    if (blocks < fewestBlocks)
        return false;
    const Sums &all = sums.back();
    const double together = all.spread();
    constexpr double parameters = cepstra + cepstra * (cepstra + 1) / 2.0;
    const double penalty = penaltyWeight * parameters / 2 * std::log(all.count);
    for (Eigen::Index from = 0; from < blocks; ++from) {
        for (Eigen::Index to = from + shortestPart; to <= blocks; ++to) {
            if (blocks - (to - from) < shortestPart)
                break;
            const Sums inside = sums[std::size_t(to)] - sums[std::size_t(from)];
            const Sums outside = all - inside;
            const double gain = together - inside.spread() - outside.spread() - penalty;
            // For each frame of the shorter part, or of half of it where the parts are equal.
            if (gain > leastGain * inside.count * outside.count / all.count)
                return true;
        }
    }
    return false;
}

} // namespace speaker

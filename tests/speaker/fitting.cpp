// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fitting.h"

#include "speaker/places.h"

#include <algorithm>
#include <cstdio>
#include <future>
#include <utility>
#include <vector>

using speaker::Matrix;
using speaker::Mixture;
using speaker::RowVector;
using speaker::Statistics;
using speaker::Vector;

namespace {

constexpr float floorShare = 0.05F;
constexpr Eigen::Index slice = 65536;
constexpr Eigen::Index batch = 4096; // frames whose densities fit the cache
constexpr int startFrames = 20000;
constexpr int startRounds = 8;

//! Sums over a slice of the frames.
struct Sums
{
    Statistics statistics;
    Matrix squares;
    double logLikelihood = 0;
};

Sums sumsOf(const Mixture &mixture, const Matrix &frames, Eigen::Index from, Eigen::Index to)
{
    Sums sums{Statistics(mixture.size(), mixture.dimension()),
              Matrix::Zero(mixture.size(), mixture.dimension())};
    for (Eigen::Index start = from; start < to; start += batch) {
        const Matrix part = frames.middleRows(start, std::min(batch, to - start));
        Matrix posteriors = mixture.logDensities(part, mixture.sharedTerm(part));
        const Vector total = speaker::logSumExp(posteriors);
        posteriors = (posteriors.colwise() - total).array().exp().matrix();
        sums.statistics.counts += posteriors.colwise().sum().transpose();
        sums.statistics.sums += posteriors.transpose() * part;
        sums.squares += posteriors.transpose() * part.cwiseAbs2();
        sums.logLikelihood += double(total.sum());
    }
    return sums;
}

//! The nearest of \a means to each frame.
std::vector<Eigen::Index> nearest(const Matrix &frames, const Matrix &means)
{
    Matrix closeness = frames * means.transpose();
    closeness.rowwise() -= (means.rowwise().squaredNorm().transpose() * 0.5F).eval();
    std::vector<Eigen::Index> result(std::size_t(frames.rows()));
    for (Eigen::Index i = 0; i < frames.rows(); ++i)
        closeness.row(i).maxCoeff(&result[std::size_t(i)]);
    return result;
}

Mixture start(const Matrix &frames, int gaussians, const RowVector &variance)
{
    speaker::Dice dice(1);
    const auto any = [&dice](const Matrix &from) {
        return Eigen::Index(dice.next() % std::uint32_t(from.rows()));
    };
    Matrix means(gaussians, frames.cols());
    for (Eigen::Index k = 0; k < gaussians; ++k)
        means.row(k) = frames.row(any(frames));
    Matrix some(std::min<Eigen::Index>(frames.rows(), startFrames), frames.cols());
    for (Eigen::Index i = 0; i < some.rows(); ++i)
        some.row(i) = frames.row(any(frames));

    Vector counts;
    Matrix squares;
    for (int round = 0; round < startRounds; ++round) {
        const std::vector<Eigen::Index> owner = nearest(some, means);
        Matrix sums = Matrix::Zero(gaussians, frames.cols());
        squares = sums;
        counts = Vector::Zero(gaussians);
        for (Eigen::Index i = 0; i < some.rows(); ++i) {
            const Eigen::Index k = owner[std::size_t(i)];
            counts[k] += 1;
            sums.row(k) += some.row(i);
            squares.row(k) += some.row(i).cwiseAbs2();
        }
        for (Eigen::Index k = 0; k < gaussians; ++k)
            means.row(k) =
                counts[k] > 0 ? RowVector(sums.row(k) / counts[k]) : RowVector(some.row(any(some)));
    }
    Matrix variances(gaussians, frames.cols());
    for (Eigen::Index k = 0; k < gaussians; ++k) {
        variances.row(k) = variance;
        if (counts[k] > 3)
            variances.row(k) =
                (squares.row(k) / counts[k] - means.row(k).cwiseAbs2()).cwiseMax(floorShare * variance);
    }
    const Vector weights = (counts.array() + 1) / (counts.sum() + float(gaussians));
    return Mixture(weights, means, variances);
}

} // namespace

Mixture fitMixture(const Matrix &frames, int gaussians, int rounds)
{
    const RowVector mean = frames.colwise().mean();
    const RowVector variance = (frames.rowwise() - mean).colwise().squaredNorm() / float(frames.rows());
    Mixture mixture = start(frames, gaussians, variance);
    for (int round = 1; round <= rounds; ++round) {
        std::vector<std::future<Sums>> slices;
        for (Eigen::Index from = 0; from < frames.rows(); from += slice) {
            slices.push_back(std::async(std::launch::async, [&mixture, &frames, from] {
                return sumsOf(mixture, frames, from, std::min(frames.rows(), from + slice));
            }));
        }
        Sums all = slices.front().get();
        for (std::size_t i = 1; i < slices.size(); ++i) {
            const Sums next = slices[i].get();
            all.statistics += next.statistics;
            all.squares += next.squares;
            all.logLikelihood += next.logLikelihood;
        }
        const Vector counts = all.statistics.counts.cwiseMax(1e-3F);
        Matrix means = all.statistics.sums.array().colwise() / counts.array();
        Matrix variances = (all.squares.array().colwise() / counts.array()).matrix() - means.cwiseAbs2();
        for (Eigen::Index k = 0; k < gaussians; ++k)
            variances.row(k) = variances.row(k).cwiseMax(floorShare * variance);
        Vector weights = (counts / float(frames.rows())).cwiseMax(1e-5F);
        weights /= weights.sum();
        mixture = Mixture(std::move(weights), std::move(means), std::move(variances));
        std::printf("round %2d: %.4f nats per frame\n", round, all.logLikelihood / double(frames.rows()));
    }
    return mixture;
}

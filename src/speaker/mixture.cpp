// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/mixture.h"

#include <Eigen/Core>

#include <numbers>
#include <utility>

namespace speaker {

Statistics::Statistics(Eigen::Index gaussians, Eigen::Index dimension)
    : counts(Vector::Zero(gaussians))
    , sums(Matrix::Zero(gaussians, dimension))
{}

Statistics &Statistics::operator+=(const Statistics &other)
{
    counts += other.counts;
    sums += other.sums;
    return *this;
}

Mixture::Mixture(Vector weights, Matrix means, Matrix variances)
    : m_weights(std::move(weights))
    , m_means(std::move(means))
    , m_variances(std::move(variances))
    , m_slope(m_means.cwiseQuotient(m_variances).transpose())
    , m_offset(-0.5F * m_means.cwiseAbs2().cwiseQuotient(m_variances).rowwise().sum().transpose())
{}

Matrix Mixture::sharedTerm(const Matrix &frames) const
{
    const Vector logs = (m_variances.array() * (2 * std::numbers::pi_v<float>)).log().rowwise().sum();
    const RowVector constant = (m_weights.array().log() - 0.5F * logs.array()).matrix().transpose();
    Matrix term = frames.cwiseAbs2() * (-0.5F * m_variances.cwiseInverse().transpose());
    term.rowwise() += constant;
    return term;
}

Matrix Mixture::logDensities(const Matrix &frames, const Matrix &shared) const
{
    Matrix logs = shared;
    logs.noalias() += frames * m_slope;
    logs.rowwise() += m_offset;
    return logs;
}

float Mixture::logLikelihood(const Matrix &frames, const Matrix &shared) const
{
    return logSumExp(logDensities(frames, shared)).mean();
}

Statistics Mixture::statistics(const Matrix &frames) const
{
    Matrix posteriors = logDensities(frames, sharedTerm(frames));
    const Vector total = logSumExp(posteriors);
    posteriors = (posteriors.colwise() - total).array().exp().matrix();
    Statistics result(size(), dimension());
    result.counts = posteriors.colwise().sum().transpose();
    result.sums.noalias() = posteriors.transpose() * frames;
    return result;
}

Mixture Mixture::adapted(const Statistics &statistics, float relevance) const
{
    Matrix means = m_means;
    for (Eigen::Index k = 0; k < size(); ++k) {
        const float count = statistics.counts[k];
        means.row(k) += (statistics.sums.row(k) - count * m_means.row(k)) / (count + relevance);
    }
    return Mixture(m_weights, std::move(means), m_variances);
}

Vector logSumExp(const Matrix &logs)
{
    const Vector highest = logs.rowwise().maxCoeff();
    return highest + (logs.colwise() - highest).array().exp().rowwise().sum().log().matrix();
}

} // namespace speaker

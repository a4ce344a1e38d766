// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/mixture.h"

#include "speaker/features.h"

#include <Eigen/Core>
#include <numbers>
#include <utility>

namespace speaker {

Statistics::Statistics(Eigen::Index components, Eigen::Index dimension)
    : counts(Vector::Zero(components))
    , sums(Matrix::Zero(components, dimension))
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

namespace {

constexpr std::uint32_t magic = 0x4d425056; // "VPBM"
constexpr std::uint32_t version = 2;

std::span<float> values(Matrix &matrix)
{
    return {matrix.data(), std::size_t(matrix.size())};
}

std::span<const float> values(const Matrix &matrix)
{
    return {matrix.data(), std::size_t(matrix.size())};
}

void appendMixture(std::string &bytes, const Mixture &mixture)
{
    append(bytes, std::uint32_t(mixture.size()));
    append(bytes, std::uint32_t(mixture.dimension()));
    append(bytes, std::span(mixture.weights().data(), std::size_t(mixture.size())));
    append(bytes, values(mixture.means()));
    append(bytes, values(mixture.variances()));
}

std::optional<Mixture> readMixture(Reader &reader, int dimension)
{
    if (reader.number() != std::uint32_t(gaussians) || reader.number() != std::uint32_t(dimension))
        return std::nullopt;
    Vector weights(gaussians);
    Matrix means(gaussians, dimension);
    Matrix variances(gaussians, dimension);
    reader.floats({weights.data(), std::size_t(weights.size())});
    reader.floats(values(means));
    reader.floats(values(variances));
    // The bounds keep every likelihood computed from them finite: features are of mean 0 and variance 1.
    if (reader.failed() || weights.minCoeff() <= 0 || std::abs(weights.sum() - 1) > 1e-3F ||
        means.cwiseAbs().maxCoeff() > 100 || variances.minCoeff() < 1e-4F || variances.maxCoeff() > 1e4F)
        return std::nullopt;
    return Mixture(std::move(weights), std::move(means), std::move(variances));
}

} // namespace

std::string serialise(const Background &background)
{
    std::string bytes;
    append(bytes, magic);
    append(bytes, version);
    appendMixture(bytes, background.wide);
    appendMixture(bytes, background.narrow);
    return bytes;
}

std::optional<Background> parseBackground(std::string_view bytes)
{
    Reader reader(bytes);
    if (reader.number() != magic || reader.number() != version)
        return std::nullopt;
    std::optional<Mixture> wide = readMixture(reader, wideRange.dimension());
    if (!wide)
        return std::nullopt;
    std::optional<Mixture> narrow = readMixture(reader, narrowRange.dimension());
    if (!narrow || reader.left() > 0)
        return std::nullopt;
    return Background{std::move(*wide), std::move(*narrow)};
}

std::uint64_t fingerprint(std::string_view bytes)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char byte : bytes)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    return hash;
}

} // namespace speaker

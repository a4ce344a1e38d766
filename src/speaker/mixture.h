// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/matrix.h"

namespace speaker {

//! How much of some speech fell to each Gaussian (counts) and where it lay (sums of frames, Gaussians x
//! dimension): the statistics of order 0 and 1 of Reynolds, Quatieri & Dunn 2000.
struct Statistics
{
    Vector counts;
    Matrix sums;

    Statistics(Eigen::Index gaussians, Eigen::Index dimension);
    Statistics &operator+=(const Statistics &other);
};

//! A mixture of Gaussians with diagonal covariances.
class Mixture
{
public:
    //! \a weights sum to 1; \a means and \a variances: Gaussians x dimension, variances above 0.
    Mixture(Vector weights, Matrix means, Matrix variances);

    Eigen::Index size() const { return m_weights.size(); }
    Eigen::Index dimension() const { return m_means.cols(); }
    const Vector &weights() const { return m_weights; }
    const Matrix &means() const { return m_means; }
    const Matrix &variances() const { return m_variances; }

    //! The part of the log densities (frames x Gaussians) that depends on weights and variances only:
    //! mixtures adapted from one another share it.
    Matrix sharedTerm(const Matrix &frames) const;
    //! Log density of each frame under each Gaussian, weighted (frames x Gaussians); \a shared from a mixture
    //! of the same weights and variances.
    Matrix logDensities(const Matrix &frames, const Matrix &shared) const;

    //! Mean log-likelihood of a frame, in nats; \a frames must not be empty.
    float logLikelihood(const Matrix &frames, const Matrix &shared) const;

    //! Statistics of \a frames against this mixture.
    Statistics statistics(const Matrix &frames) const;

    //! This mixture with its means drawn towards \a statistics (maximum a posteriori; Reynolds, Quatieri &
    //! Dunn 2000, eq. 11-14): a Gaussian that saw as many frames as \a relevance moves half way.
    Mixture adapted(const Statistics &statistics, float relevance) const;

private:
    Vector m_weights;
    Matrix m_means;
    Matrix m_variances;
    Matrix m_slope;     // dimension x Gaussians: means over variances
    RowVector m_offset; // the part of the log density that depends on the means only
};

//! The logarithm of the sum of exponentials of each row.
Vector logSumExp(const Matrix &logs);

} // namespace speaker

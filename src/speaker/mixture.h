// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/features.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

//! Numbers as little-endian bytes, on a machine of either order.
namespace speaker {

inline void append(std::string &bytes, std::uint32_t value)
{
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(char(static_cast<unsigned char>(value >> shift)));
}

inline void append(std::string &bytes, std::span<const float> values)
{
    for (const float value : values)
        append(bytes, std::bit_cast<std::uint32_t>(value));
}

//! Takes numbers off the front of bytes; after the first that is missing or not finite, failed() stays true.
class Reader
{
public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes)
    {}

    std::uint32_t number()
    {
        if (m_bytes.size() < 4) {
            m_failed = true;
            return 0;
        }
        std::uint32_t value = 0;
        for (unsigned i = 0; i < 4; ++i)
            value |= std::uint32_t(static_cast<unsigned char>(m_bytes[i])) << (8 * i);
        m_bytes.remove_prefix(4);
        return value;
    }

    void floats(std::span<float> values)
    {
        for (float &value : values) {
            value = std::bit_cast<float>(number());
            m_failed = m_failed || !std::isfinite(value);
        }
    }

    std::size_t left() const { return m_bytes.size(); }
    bool failed() const { return m_failed; }

private:
    std::string_view m_bytes;
    bool m_failed = false;
};

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

inline constexpr int gaussians = 64;

//! Speech of anybody: in the whole range that the engine hears, and in that of a telephone.
struct Background
{
    Mixture wide;
    Mixture narrow;
};

//! The file of a background model: "VPBM", version 2, then for each mixture, the wide one first: Gaussians,
//! dimension (unsigned 32 bit), weights, means and variances as 32-bit floats, everything little-endian.
std::string serialise(const Background &background);

//! Nullopt unless \a bytes are such a file, of the size that this engine works with, whose weights sum to
//! 1 and whose variances are above 0.
std::optional<Background> parseBackground(std::string_view bytes);

//! FNV-1a, 64 bit.
std::uint64_t fingerprint(std::string_view bytes);

} // namespace speaker

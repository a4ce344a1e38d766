// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/background.h"

#include "speaker/bytes.h"
#include "speaker/features.h"

#include <utility>

namespace speaker {

namespace {

constexpr std::uint32_t magic = 0x4d425056; // "VPBM"
constexpr std::uint32_t version = 1;

std::span<float> values(Matrix &matrix)
{
    return {matrix.data(), std::size_t(matrix.size())};
}

std::span<const float> values(const Matrix &matrix)
{
    return {matrix.data(), std::size_t(matrix.size())};
}

} // namespace

std::string serialise(const Mixture &background)
{
    std::string bytes;
    append(bytes, magic);
    append(bytes, version);
    append(bytes, std::uint32_t(background.size()));
    append(bytes, std::uint32_t(background.dimension()));
    append(bytes, std::span(background.weights().data(), std::size_t(background.size())));
    append(bytes, values(background.means()));
    append(bytes, values(background.variances()));
    return bytes;
}

std::optional<Mixture> parseBackground(std::string_view bytes)
{
    Reader reader(bytes);
    if (reader.number() != magic || reader.number() != version || reader.number() != gaussians ||
        reader.number() != dimension)
        return std::nullopt;
    Vector weights(gaussians);
    Matrix means(gaussians, dimension);
    Matrix variances(gaussians, dimension);
    reader.floats({weights.data(), std::size_t(weights.size())});
    reader.floats(values(means));
    reader.floats(values(variances));
    if (reader.failed() || reader.left() > 0)
        return std::nullopt;
    // The bounds keep every likelihood computed from them finite: features are of mean 0 and variance 1.
    if (weights.minCoeff() <= 0 || std::abs(weights.sum() - 1) > 1e-3F || means.cwiseAbs().maxCoeff() > 100 ||
        variances.minCoeff() < 1e-4F || variances.maxCoeff() > 1e4F)
        return std::nullopt;
    return Mixture(std::move(weights), std::move(means), std::move(variances));
}

std::uint64_t fingerprint(std::string_view bytes)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char byte : bytes)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    return hash;
}

} // namespace speaker

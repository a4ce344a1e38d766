// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/background.h"

#include "speaker/bytes.h"
#include "speaker/filterbank.h"

#include <utility>

namespace speaker {

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

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "speaker/engine.h"

#include <QString>

#include <memory>
#include <string>

namespace speaker {

//! The engine that a network makes: voiceprints are its embeddings, scores their cosines, calibrated.
class NeuralEngine final : public Engine
{
public:
    //! Reads and tries the network in \a path: about 0.3 s for 30 MB. Errors (File), in words: see
    //! Network::load.
    static Result<std::shared_ptr<const NeuralEngine>> load(const QString &path);

    //! The id that load(\a path) would give, from the file's SHA-256 alone; empty where it cannot be read.
    static std::string idOf(const QString &path);

    ~NeuralEngine() override;

    const std::string &id() const override;
    Enrolled enrol(std::span<const float> samples) const override;
    Portraits portraits(std::span<const float> samples) const override;
    std::string serialise(const Voiceprint &voiceprint) const override;
    std::optional<Voiceprint> parse(std::string_view bytes) const override;
    std::shared_ptr<const Household> household(std::span<const Voiceprint *const> members) const override;

    struct Parts; //!< what the engine and its households share

private:
    explicit NeuralEngine(std::shared_ptr<const Parts> parts);
    const std::shared_ptr<const Parts> m_parts;
};

} // namespace speaker

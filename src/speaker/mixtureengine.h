// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/engine.h"

#include <memory>
#include <string>

namespace speaker {

//! The engine that is built in: Gaussian mixtures adapted from a background model.
class MixtureEngine final : public Engine
{
public:
    //! From the bytes of the background model file; nullptr if they are not one.
    static std::shared_ptr<const MixtureEngine> load(std::string_view background);

    //! From the background model that is linked into every program of ours, loaded when first asked for;
    //! nullptr where a build holds none.
    static const std::shared_ptr<const MixtureEngine> &builtIn();

    ~MixtureEngine() override;

    const std::string &id() const override;
    Enrolled enrol(std::span<const float> samples) const override;
    std::string serialise(const Voiceprint &voiceprint) const override;
    std::optional<Voiceprint> parse(std::string_view bytes) const override;
    std::shared_ptr<const Household> household(std::span<const Voiceprint *const> members) const override;

    struct Parts; //!< what the engine and its households share

private:
    explicit MixtureEngine(std::shared_ptr<const Parts> parts);
    const std::shared_ptr<const Parts> m_parts; // shared with its households
};

//! A log-likelihood ratio per frame on the scale of 0 to 100, where 40 is the operating point.
double score(double ratio);

} // namespace speaker

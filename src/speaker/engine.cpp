// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/engine.h"

namespace speaker {

std::optional<double> likeness(const Engine &engine, std::span<const float> clip,
                               std::span<const float> other)
{
    const auto enrolled = engine.enrol(clip);
    const auto *voiceprint = std::get_if<Voiceprint>(&enrolled);
    if (!voiceprint)
        return std::nullopt;
    const auto household = engine.household({&voiceprint, 1});
    if (!household)
        return std::nullopt;
    const auto scores = household->scores(other);
    const auto *found = std::get_if<std::vector<double>>(&scores);
    return found && !found->empty() ? std::optional(found->front()) : std::nullopt;
}

} // namespace speaker

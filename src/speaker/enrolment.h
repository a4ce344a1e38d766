// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/engine.h"
#include "speaker/mixture.h"

#include <optional>

namespace speaker {

//! What an enrolment tells about a person, and about strangers in the same place.
struct Enrolment
{
    Statistics person; //!< the clip, and copies of it over a telephone, in noise and in a room
    Statistics
        strangers; //!< the clip, over a telephone too, and copies of it in the voices of other vocal tracts

    Enrolment();
    Voiceprint voiceprint() const;
    static std::optional<Enrolment>
    from(const Voiceprint &voiceprint); //!< nullopt if it is of another size or not finite
};

} // namespace speaker

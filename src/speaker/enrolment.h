// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/engine.h"
#include "speaker/mixture.h"

#include <optional>

namespace speaker {

//! What an enrolment tells, in one range, about a person, and about strangers in the same place.
struct Evidence
{
    Statistics person;    //!< the clip, and copies of it in noise and in a room
    Statistics strangers; //!< the clip, and copies of it in the voices of other vocal tracts

    explicit Evidence(int dimension);
};

//! All that an enrolment tells.
struct Enrolment
{
    Evidence wide; //!< nothing where the clip came over a telephone
    Evidence narrow;

    Enrolment();
    bool isNarrow() const; //!< whether there is nothing in `wide`
    Voiceprint voiceprint() const;
    static std::optional<Enrolment>
    from(const Voiceprint &voiceprint); //!< nullopt if it is of another size or not finite
};

} // namespace speaker

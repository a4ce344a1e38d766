// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/engine.h"
#include "speaker/features.h"
#include "speaker/mixture.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

    //! A voiceprint as bytes, and back; nullopt where from() gives none.
    static std::string serialise(const Voiceprint &voiceprint);
    static std::optional<Voiceprint> parse(std::string_view bytes);
};

//! A clip as a household hears it: features of the ranges that are needed, no rows of the others.
struct Hearing
{
    Matrix wide; //!< none of a clip that came over a telephone
    Matrix narrow;
};

//! Everybody enrolled in one group, as models that share weights and variances: what a stranger in their
//! place sounds like, and each person.
class HouseholdModels
{
public:
    HouseholdModels(const Background &background, std::span<const Enrolment> members);

    //! Whether somebody enrolled over a telephone: then Hearing::narrow is always needed.
    bool hasNarrow() const;

    //! For each member, the mean over frames of log p(frame | person) - log p(frame | household), in nats, in
    //! the range that the clip and the member's enrolment share.
    std::vector<double> ratios(const Hearing &clip) const;

private:
    struct Models
    {
        Mixture strangers;
        std::vector<Mixture> people;
    };
    static Models models(const Mixture &background, std::span<const Enrolment> members,
                         Evidence Enrolment::*range);
    static std::vector<double> ratios(const Models &models, const Matrix &frames);

    std::vector<bool> m_isNarrow; // for each member
    Models m_wide;
    Models m_narrow;
};

} // namespace speaker

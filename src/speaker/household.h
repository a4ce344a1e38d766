// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/enrolment.h"
#include "speaker/mixture.h"

#include <span>
#include <vector>

namespace speaker {

//! Everybody enrolled in one group, as models that share weights and variances: what a stranger in their
//! place sounds like, and each person.
class Household
{
public:
    Household(const Mixture &background, std::span<const Enrolment> members);

    //! For each member, the mean over \a frames of log p(frame | person) - log p(frame | household), in nats.
    std::vector<double> ratios(const Matrix &frames) const;

private:
    Mixture m_strangers;
    std::vector<Mixture> m_people;
};

} // namespace speaker

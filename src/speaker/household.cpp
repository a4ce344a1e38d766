// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/household.h"

namespace speaker {

namespace {

constexpr float personRelevance = 16; // Reynolds, Quatieri & Dunn 2000
constexpr float strangerRelevance = 100;

Mixture strangersOf(const Mixture &background, std::span<const Enrolment> members)
{
    Statistics all(background.size(), background.dimension());
    for (const Enrolment &member : members)
        all += member.strangers;
    return background.adapted(all, strangerRelevance);
}

} // namespace

Household::Household(const Mixture &background, std::span<const Enrolment> members)
    : m_strangers(strangersOf(background, members))
{
    m_people.reserve(members.size());
    for (const Enrolment &member : members)
        m_people.push_back(m_strangers.adapted(member.person, personRelevance));
}

std::vector<double> Household::ratios(const Matrix &frames) const
{
    const Matrix shared = m_strangers.sharedTerm(frames);
    const double stranger = double(m_strangers.logLikelihood(frames, shared));
    std::vector<double> result;
    for (const Mixture &person : m_people)
        result.push_back(double(person.logLikelihood(frames, shared)) - stranger);
    return result;
}

} // namespace speaker

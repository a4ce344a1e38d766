// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/identification.h"
#include "trials/suggestion.h"

#include <QCoreApplication>

#include <vector>

//! What tests of one gallery tell, once it is known who spoke in them. Works without a call, and may work off
//! the GUI thread.
class Evidence
{
    Q_DECLARE_TR_FUNCTIONS(Evidence)
public:
    //! Of \a tests those that are comparable with \a gallery and of which somebody has said who it was. Clips
    //! of strangers of one name are of one stranger; those without a name are of one for each day.
    Evidence(const QList<Identification> &tests, std::shared_ptr<const Gallery> gallery);

    const Gallery &gallery() const { return *m_gallery; }
    QString person(std::size_t member) const; //!< the name of one of the gallery
    const std::vector<trials::Search> &searches() const { return m_searches; }
    const QList<Identification> &tests() const { return m_tests; } //!< one for each search
    int members() const { return m_members; }                      //!< clips of people of the group
    int strangers() const { return m_strangers; }                  //!< different ones
    int strangerClips() const { return int(m_searches.size()) - m_members; }

    std::optional<trials::Suggestion> promised(double bound) const
    {
        return trials::promisedThreshold(m_searches, bound);
    }
    std::optional<trials::Suggestion> equalError() const { return trials::equalErrorThreshold(m_searches); }
    //! What \a suggestion, a promised one of \a bound or (0) that for equal error, says to a person.
    QString sentence(const std::optional<trials::Suggestion> &suggestion, double bound) const;
    //! Who cannot be told apart, and what to do; empty where there is nobody.
    QStringList overlapSentences() const;
    //! One threshold per person, where the data allow.
    QStringList personSentences(double bound) const;

private:
    std::shared_ptr<const Gallery> m_gallery;
    QList<Identification> m_tests;
    std::vector<trials::Search> m_searches;
    int m_members = 0;
    int m_strangers = 0;
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/archive.h"

//! What copying kept recordings to a group comes to, before anything is sent.
struct ArchivePlan
{
    QList<KeptRecording> toSend = {};
    QStringList doubles = {}; //!< names that would be, or are, more than once in the group
    int held = 0;             //!< how many voiceprints the group holds

    //! Of \a recordings for a group that holds voiceprints called \a names. With \a skipsDoubles a name that
    //! is there, or was among those before it, is not sent again.
    static ArchivePlan of(const QList<KeptRecording> &recordings, const QStringList &names,
                          bool skipsDoubles);

    int room() const; //!< how many more the group takes
    bool fits() const { return toSend.size() <= room(); }
    bool canStart() const { return !toSend.isEmpty() && fits(); }
};

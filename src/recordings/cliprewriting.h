// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/cliptake.h"
#include "recordings/drafts.h"

#include <memory>

//! Writes a changed clip into its draft's file and measures it, off this thread. What stays is the newest,
//! also where nobody waits for it any more.
class ClipRewriting : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    void attach(Drafts *drafts) { m_drafts = drafts; }
    void write(const audio::Clip &clip, const Draft &draft);

signals:
    //! Nothing newer is under way. What was measured holds also where it could not be saved.
    void written(const QString &draftId, const ClipTake &take, const Result<Nothing> &saved);

private:
    struct Place; //!< the file that is written

    void finish(const Draft &draft, const ClipTake &take, const Result<Nothing> &saved);

    Drafts *m_drafts = nullptr;
    std::shared_ptr<Place> m_place;
};

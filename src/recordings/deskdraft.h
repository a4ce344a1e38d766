// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/drafts.h"

#include <functional>

//! The draft of a desk, and the one beside it that is being made: while something is recorded or written both
//! are on disk, so that neither can be lost.
class DeskDraft
{
public:
    void attach(Drafts *drafts) { m_drafts = drafts; }

    const Recording &now() const { return m_now; }
    bool isKept() const { return !m_now.id.isEmpty(); }
    void set(const Recording &draft) { m_now = draft; }
    //! Changes what is said of the recording, also of one that is being made.
    void describe(const std::function<void(Recording &)> &change);
    void setLength(std::chrono::milliseconds length) { m_now.length = length; } //!< in memory
    //! Makes sure that there is one.
    void keep(std::chrono::milliseconds length);
    //! The file goes; what is said of the recording stays.
    void discard();

    //! Another draft for the same purpose, to be recorded or written.
    const Recording &begin(std::chrono::milliseconds length = {});
    const Recording &pending() const { return m_pending; }
    void setPendingLength(std::chrono::milliseconds length); //!< also on disk
    //! The other one takes this one's place, which goes.
    void adopt();
    void removePending();
    void forgetPending() { m_pending = {}; } //!< it stays among the unsent recordings

private:
    Recording fresh() const;

    Drafts *m_drafts = nullptr;
    Recording m_now;
    Recording m_pending;
};

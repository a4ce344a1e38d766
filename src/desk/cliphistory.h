// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

#include <QList>

//! What a recording was before each change of it, and after, for undo and redo. Clips share their samples
//! with whoever holds them; at most `most` are kept.
class ClipHistory
{
public:
    static constexpr int most = 20;

    void clear() { *this = {}; }
    //! What the recording is now; what had been undone is gone.
    void add(const audio::Clip &clip)
    {
        m_clips.resize(m_clips.isEmpty() ? 0 : m_now + 1);
        m_clips.append(clip);
        if (m_clips.size() > most)
            m_clips.removeFirst();
        m_now = int(m_clips.size()) - 1;
    }
    bool canUndo() const { return m_now > 0; }
    bool canRedo() const { return m_now + 1 < m_clips.size(); }
    const audio::Clip &undo() { return m_clips.at(--m_now); }
    const audio::Clip &redo() { return m_clips.at(++m_now); }

private:
    QList<audio::Clip> m_clips;
    int m_now = 0; //!< which of them the recording is
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/deskdraft.h"

Recording DeskDraft::fresh() const
{
    Recording draft = m_now;
    draft.id.clear();
    draft.path.clear();
    draft.created = {};
    draft.length = {};
    return draft;
}

void DeskDraft::describe(const std::function<void(Recording &)> &change)
{
    for (Recording *draft : {&m_now, &m_pending}) {
        change(*draft);
        if (!draft->id.isEmpty())
            m_drafts->update(*draft);
    }
}

void DeskDraft::keep(std::chrono::milliseconds length)
{
    if (isKept())
        return;
    m_now.length = length;
    m_now = m_drafts->create(m_now);
}

void DeskDraft::discard()
{
    if (!isKept())
        return;
    m_drafts->remove(m_now.id);
    m_now = fresh();
}

const Recording &DeskDraft::begin(std::chrono::milliseconds length)
{
    Recording draft = fresh();
    draft.length = length;
    m_pending = m_drafts->create(draft);
    return m_pending;
}

void DeskDraft::setPendingLength(std::chrono::milliseconds length)
{
    m_pending.length = length;
    m_drafts->update(m_pending);
}

void DeskDraft::adopt()
{
    const QString old = std::exchange(m_now, std::exchange(m_pending, {})).id;
    m_drafts->update(m_now);
    if (!old.isEmpty())
        m_drafts->remove(old);
}

void DeskDraft::removePending()
{
    m_drafts->remove(std::exchange(m_pending, {}).id);
}

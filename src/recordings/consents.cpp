// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/consents.h"

Consents::Consents(Write write, IsKept isKept)
    : m_write(std::move(write))
    , m_isKept(std::move(isKept))
{}

void Consents::adopt(const QHash<VoiceprintKey, NotedConsent> &stored)
{
    for (auto it = stored.cbegin(); it != stored.cend(); ++it) {
        if (m_all.contains(it.key()))
            continue;
        m_all.insert(it.key(), it.value());
        noteUnkept(it.key());
    }
}

void Consents::note(const VoiceprintKey &key, const Consent &consent, const QString &groupId)
{
    if (consent.by.isEmpty())
        return forget(key);
    m_new.insert(key);
    put(key, {consent, groupId});
}

void Consents::forget(const VoiceprintKey &key)
{
    put(key, {});
}

QStringList Consents::ofGroup(const QString &connection, const QString &groupId) const
{
    QStringList ids;
    for (auto it = m_all.cbegin(); it != m_all.cend(); ++it) {
        if (it.key().first == connection && it->groupId == groupId && !it->consent.by.isEmpty())
            ids << it.key().second;
    }
    return ids;
}

void Consents::noteMembers(const QString &connection, const QString &groupId, const QStringList &present)
{
    if (groupId.isEmpty())
        return;
    for (const QString &id : ofGroup(connection, groupId)) {
        const VoiceprintKey key{connection, id};
        NotedConsent noted = m_all.value(key);
        noted.isGone = !present.contains(id);
        if (m_new.contains(key) || noted == m_all.value(key))
            continue;
        put(key, noted);
        noteUnkept(key);
    }
}

void Consents::noteUnkept(const VoiceprintKey &key)
{
    if (m_all.value(key).isGone && !m_isKept(key))
        forget(key);
}

void Consents::put(const VoiceprintKey &key, const NotedConsent &noted)
{
    m_all.insert(key, noted);
    m_write(key, noted);
}

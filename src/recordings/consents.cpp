// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/consents.h"

#include "recordings/studiodb.h"

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

Result<QHash<VoiceprintKey, NotedConsent>> ConsentStore::load()
{
    if (auto opened = open(); !opened)
        return opened.error();
    QHash<VoiceprintKey, NotedConsent> consents;
    sqlite::Statement statement = database().prepare(
        "SELECT connection, voiceprint_id, consent_by, consent_at, group_id, is_gone FROM consent");
    const auto read = forEachRow(statement, [&consents](const sqlite::Statement &row) {
        consents.insert({row.text(0), row.text(1)},
                        {studiodb::consent(row, 2), row.text(4), row.integer(5) != 0});
    });
    if (!read)
        return read.error();
    return consents;
}

Result<Nothing> ConsentStore::put(const VoiceprintKey &voiceprint, const NotedConsent &noted)
{
    if (auto opened = open(); !opened)
        return opened;
    return database()
        .prepare("INSERT OR REPLACE INTO consent (connection, voiceprint_id, group_id, consent_by,"
                 " consent_at, is_gone) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(voiceprint.first)
        .bind(voiceprint.second)
        .bind(noted.groupId)
        .bind(noted.consent.by)
        .bind(studiodb::time(noted.consent.at))
        .bind(qint64(noted.isGone))
        .run();
}

Result<Nothing> ConsentStore::remove(const VoiceprintKey &voiceprint)
{
    if (auto opened = open(); !opened)
        return opened;
    const auto removed = database()
                             .prepare("DELETE FROM consent WHERE connection = ? AND voiceprint_id = ?")
                             .bind(voiceprint.first)
                             .bind(voiceprint.second)
                             .run();
    return removed ? database().checkpoint() : removed;
}

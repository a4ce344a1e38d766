// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/consentstore.h"

#include "recordings/studiodb.h"

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

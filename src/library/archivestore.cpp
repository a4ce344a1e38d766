// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/archivestore.h"

#include "base/files.h"
#include "library/studiodb.h"

#include <QDir>

namespace {

const QString suffix = QStringLiteral(".wav");

KeptRecording fromRow(const sqlite::Statement &row, const QString &dataDirectory)
{
    return {.id = row.text(0),
            .connection = row.text(1),
            .groupId = row.text(2),
            .groupName = row.text(3),
            .voiceprintId = row.text(4),
            .name = row.text(5),
            .description = row.text(6),
            .channel = Channel(row.integer(7)),
            .consent = studiodb::consent(row, 8),
            .created = studiodb::time(row.integer(10)),
            .length = std::chrono::milliseconds(row.integer(11)),
            .path = ArchiveStore::path(dataDirectory, row.text(0))};
}

Result<Nothing> removeFile(const QString &path)
{
    QFile file(path);
    if (file.exists() && !file.remove())
        return Error{.kind = Error::Kind::Storage,
                     .detail = path + QStringLiteral(": ") + file.errorString()};
    return Nothing{};
}

} // namespace

QString ArchiveStore::folder(const QString &dataDirectory)
{
    return QDir(dataDirectory).absoluteFilePath(QStringLiteral("archive"));
}

QString ArchiveStore::path(const QString &dataDirectory, const QString &id)
{
    return folder(dataDirectory) + QLatin1Char('/') + id + suffix;
}

QStringList ArchiveStore::files() const
{
    QStringList paths;
    const QDir place(folder(m_dataDirectory));
    for (const QString &name :
         place.entryList({QLatin1Char('*') + suffix, QStringLiteral("*.wav.*")}, QDir::Files | QDir::Hidden))
        paths << place.absoluteFilePath(name);
    return paths;
}

Result<Nothing> ArchiveStore::open()
{
    if (m_database)
        return Nothing{};
    for (const QString &path : {m_dataDirectory, folder(m_dataDirectory)}) {
        if (auto made = files::makePrivateDirectory(path); !made)
            return made.error();
    }
    auto opened = studiodb::open(m_dataDirectory);
    if (!opened)
        return opened.error();
    m_database = std::move(*opened);
    return Nothing{};
}

Result<QList<KeptRecording>> ArchiveStore::rows()
{
    QList<KeptRecording> recordings;
    sqlite::Statement row = m_database->prepare(
        "SELECT id, connection, group_id, group_name, voiceprint_id, name, description, channel, consent_by,"
        " consent_at, created, milliseconds FROM kept_recording");
    while (true) {
        const auto more = row.step();
        if (!more)
            return more.error();
        if (!*more)
            return recordings;
        recordings << fromRow(row, m_dataDirectory);
    }
}

Result<QList<KeptRecording>> ArchiveStore::recordings()
{
    if (auto opened = open(); !opened)
        return opened.error();
    auto known = rows();
    if (!known)
        return known;
    QStringList halves;
    QStringList strangers = files();
    for (const KeptRecording &recording : *known) {
        if (!strangers.removeOne(recording.path))
            halves << recording.id;
    }
    for (const QString &path : strangers)
        (void)removeFile(path);
    if (!halves.isEmpty()) {
        (void)removeRows(halves);
        known->removeIf([&](const KeptRecording &recording) { return halves.contains(recording.id); });
    }
    return known;
}

Result<QStringList> ArchiveStore::idsOf(const VoiceprintKey &voiceprint)
{
    QStringList ids;
    sqlite::Statement row =
        m_database->prepare("SELECT id FROM kept_recording WHERE connection = ? AND voiceprint_id = ?");
    row.bind(voiceprint.first).bind(voiceprint.second);
    while (true) {
        const auto more = row.step();
        if (!more)
            return more.error();
        if (!*more)
            return ids;
        ids << row.text(0);
    }
}

Result<Nothing> ArchiveStore::insert(const KeptRecording &recording)
{
    return m_database
        ->prepare(
            "INSERT OR REPLACE INTO kept_recording (id, connection, group_id, group_name, voiceprint_id,"
            " name, description, channel, consent_by, consent_at, created, milliseconds)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(recording.id)
        .bind(recording.connection)
        .bind(recording.groupId)
        .bind(recording.groupName)
        .bind(recording.voiceprintId)
        .bind(recording.name)
        .bind(recording.description)
        .bind(qint64(recording.channel))
        .bind(recording.consent.by)
        .bind(studiodb::time(recording.consent.at))
        .bind(studiodb::time(recording.created))
        .bind(qint64(recording.length.count()))
        .run();
}

Result<Nothing> ArchiveStore::keep(const KeptRecording &recording, const QByteArray &wav)
{
    if (auto opened = open(); !opened)
        return opened;
    const auto replaced = idsOf({recording.connection, recording.voiceprintId});
    if (!replaced)
        return replaced.error();
    // First the new file, then the row that names it, then the old file: whatever happens between is half,
    // and recordings() deletes it.
    if (auto written = files::write(recording.path, wav); !written)
        return written;
    if (auto inserted = insert(recording); !inserted) {
        (void)removeFile(recording.path);
        return inserted;
    }
    if (replaced->isEmpty())
        return Nothing{};
    Result<Nothing> outcome = Nothing{};
    for (const QString &id : *replaced) {
        if (auto removed = removeFile(path(m_dataDirectory, id)); !removed)
            outcome = removed;
    }
    const auto emptied = m_database->checkpoint();
    return outcome ? emptied : outcome;
}

Result<Nothing> ArchiveStore::removeRows(const QStringList &ids)
{
    const auto removed = m_database->transaction([&]() -> Result<Nothing> {
        for (const QString &id : ids) {
            if (auto done = m_database->prepare("DELETE FROM kept_recording WHERE id = ?").bind(id).run();
                !done)
                return done;
        }
        return Nothing{};
    });
    return removed ? m_database->checkpoint() : removed;
}

Result<Nothing> ArchiveStore::remove(const QStringList &ids)
{
    // The files go first: a row that survives them is deleted by recordings().
    Result<Nothing> outcome = Nothing{};
    QStringList gone;
    for (const QString &id : ids) {
        if (auto removed = removeFile(path(m_dataDirectory, id)); removed)
            gone << id;
        else if (outcome)
            outcome = removed;
    }
    if (auto opened = open(); !opened)
        return opened;
    const auto removed = removeRows(gone);
    return outcome ? removed : outcome;
}

Result<Nothing> ArchiveStore::removeAll()
{
    // Without a file no row comes back, even where the database cannot be opened.
    Result<Nothing> outcome = Nothing{};
    for (const QString &path : files()) {
        if (auto removed = removeFile(path); !removed && outcome)
            outcome = removed;
    }
    if (auto opened = open(); !opened)
        return opened;
    const QStringList left = files();
    auto known = rows();
    if (!known)
        return known.error();
    QStringList gone;
    for (const KeptRecording &recording : *known) {
        if (!left.contains(recording.path))
            gone << recording.id;
    }
    const auto removed = removeRows(gone);
    return outcome ? removed : outcome;
}

Result<QHash<VoiceprintKey, NotedConsent>> ArchiveStore::consents()
{
    if (auto opened = open(); !opened)
        return opened.error();
    QHash<VoiceprintKey, NotedConsent> consents;
    sqlite::Statement row = m_database->prepare(
        "SELECT connection, voiceprint_id, consent_by, consent_at, group_id FROM consent");
    while (true) {
        const auto more = row.step();
        if (!more)
            return more.error();
        if (!*more)
            return consents;
        consents.insert({row.text(0), row.text(1)}, {studiodb::consent(row, 2), row.text(4)});
    }
}

Result<Nothing> ArchiveStore::noteConsent(const VoiceprintKey &voiceprint, const NotedConsent &noted)
{
    if (auto opened = open(); !opened)
        return opened;
    return m_database
        ->prepare("INSERT OR REPLACE INTO consent (connection, voiceprint_id, group_id, consent_by,"
                  " consent_at) VALUES (?, ?, ?, ?, ?)")
        .bind(voiceprint.first)
        .bind(voiceprint.second)
        .bind(noted.groupId)
        .bind(noted.consent.by)
        .bind(studiodb::time(noted.consent.at))
        .run();
}

Result<Nothing> ArchiveStore::forgetConsent(const VoiceprintKey &voiceprint)
{
    if (auto opened = open(); !opened)
        return opened;
    const auto removed = m_database->prepare("DELETE FROM consent WHERE connection = ? AND voiceprint_id = ?")
                             .bind(voiceprint.first)
                             .bind(voiceprint.second)
                             .run();
    return removed ? m_database->checkpoint() : removed;
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/archivestore.h"

#include "base/files.h"
#include "recordings/studiodb.h"

#include <QDir>

namespace {

const QString archiveFolder = QStringLiteral("archive");
const QString archiveSuffix = QStringLiteral(".wav");
const QStringList whole{QStringLiteral("*.wav")};
const QStringList beingWritten{QStringLiteral("*.wav.*")};

Recording keptFromRow(const sqlite::Statement &row, const QString &dataDirectory)
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

} // namespace

ArchiveStore::ArchiveStore(const QString &dataDirectory)
    : StudioStore(dataDirectory, archiveFolder)
{}

QString ArchiveStore::path(const QString &dataDirectory, const QString &id)
{
    return place(dataDirectory, archiveFolder) + QLatin1Char('/') + id + archiveSuffix;
}

QStringList ArchiveStore::files(const QStringList &patterns) const
{
    QStringList paths;
    const QDir folder(place(m_dataDirectory, archiveFolder));
    for (const QString &name : folder.entryList(patterns, QDir::Files | QDir::Hidden))
        paths << folder.absoluteFilePath(name);
    return paths;
}

Result<QList<Recording>> ArchiveStore::rows()
{
    QList<Recording> recordings;
    sqlite::Statement statement = database().prepare(
        "SELECT id, connection, group_id, group_name, voiceprint_id, name, description, channel, consent_by,"
        " consent_at, created, milliseconds FROM kept_recording");
    const auto read = forEachRow(
        statement, [&](const sqlite::Statement &row) { recordings << keptFromRow(row, m_dataDirectory); });
    if (!read)
        return read.error();
    return recordings;
}

Result<QList<Recording>> ArchiveStore::recordings()
{
    if (auto opened = open(); !opened)
        return opened.error();
    auto known = rows();
    if (!known)
        return known;
    QStringList halves;
    QStringList strangers = files(known->isEmpty() ? beingWritten : whole + beingWritten);
    for (const Recording &recording : *known) {
        if (!strangers.removeOne(recording.path))
            halves << recording.id;
    }
    for (const QString &path : strangers)
        (void)removeFile(path);
    if (!halves.isEmpty()) {
        (void)removeRows(halves);
        known->removeIf([&](const Recording &recording) { return halves.contains(recording.id); });
    }
    return known;
}

Result<QStringList> ArchiveStore::idsOf(const VoiceprintKey &voiceprint)
{
    QStringList ids;
    sqlite::Statement statement =
        database().prepare("SELECT id FROM kept_recording WHERE connection = ? AND voiceprint_id = ?");
    statement.bind(voiceprint.first).bind(voiceprint.second);
    const auto read = forEachRow(statement, [&ids](const sqlite::Statement &row) { ids << row.text(0); });
    if (!read)
        return read.error();
    return ids;
}

Result<Nothing> ArchiveStore::insert(const Recording &recording)
{
    return database()
        .prepare("INSERT OR REPLACE INTO kept_recording (id, connection, group_id, group_name, voiceprint_id,"
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

Result<Nothing> ArchiveStore::keep(const Recording &recording, const QByteArray &wav)
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
    const auto emptied = database().checkpoint();
    return outcome ? emptied : outcome;
}

Result<Nothing> ArchiveStore::update(const Recording &recording)
{
    if (auto opened = open(); !opened)
        return opened;
    return insert(recording);
}

Result<Nothing> ArchiveStore::removeRows(const QStringList &ids)
{
    const auto removed = database().transaction([&]() -> Result<Nothing> {
        for (const QString &id : ids) {
            if (auto done = database().prepare("DELETE FROM kept_recording WHERE id = ?").bind(id).run();
                !done)
                return done;
        }
        return Nothing{};
    });
    return removed ? database().checkpoint() : removed;
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
    for (const QString &path : files(whole + beingWritten)) {
        if (auto removed = removeFile(path); !removed && outcome)
            outcome = removed;
    }
    if (auto opened = open(); !opened)
        return opened;
    const QStringList left = files(whole);
    auto known = rows();
    if (!known)
        return known.error();
    QStringList gone;
    for (const Recording &recording : *known) {
        if (!left.contains(recording.path))
            gone << recording.id;
    }
    const auto removed = removeRows(gone);
    return outcome ? removed : outcome;
}

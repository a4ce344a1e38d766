// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/studiostore.h"

#include "base/files.h"
#include "sound/wavfile.h"

#include <QDir>

#include <array>

namespace {

using State = Recording::State;

// Steps are only ever added at the end: files of older versions have done those above already.
constexpr const char *draftTable = R"(
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    purpose INTEGER NOT NULL,
    connection TEXT NOT NULL,
    group_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    voiceprint_id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL
) STRICT)";
constexpr const char *callCountTable = R"(
CREATE TABLE call_counts (
    connection TEXT NOT NULL,
    day TEXT NOT NULL, -- in local time, as 2026-01-31
    calls INTEGER NOT NULL,
    billed INTEGER NOT NULL,
    PRIMARY KEY (connection, day)
) STRICT)";
// Drafts name their connection by its id, no longer by its words.
constexpr const char *draftConnectionIds =
    "UPDATE draft SET connection = 'local' WHERE connection = 'This computer'";
constexpr const char *draftConsent = R"(
ALTER TABLE draft ADD COLUMN channel INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN consent_by TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN consent_at INTEGER NOT NULL DEFAULT 0)";
constexpr const char *keptRecordingTable = R"(
CREATE TABLE kept_recording (
    id TEXT PRIMARY KEY,
    connection TEXT NOT NULL,
    group_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    voiceprint_id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    channel INTEGER NOT NULL,
    consent_by TEXT NOT NULL, -- empty: none is noted
    consent_at INTEGER NOT NULL,
    created INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    UNIQUE (connection, voiceprint_id)
) STRICT)";
constexpr const char *consentTable = R"(
CREATE TABLE consent (
    connection TEXT NOT NULL,
    voiceprint_id TEXT NOT NULL,
    group_id TEXT NOT NULL, -- empty: not known
    consent_by TEXT NOT NULL,
    consent_at INTEGER NOT NULL,
    PRIMARY KEY (connection, voiceprint_id)
) STRICT)";
// The voiceprint is not there any more; a recording of it is kept still.
constexpr const char *consentIsGone = "ALTER TABLE consent ADD COLUMN is_gone INTEGER NOT NULL DEFAULT 0";
// A test and the group as it was then, which many tests share.
constexpr const char *identificationTables = R"(
CREATE TABLE gallery (
    id INTEGER PRIMARY KEY,
    connection TEXT NOT NULL,
    connection_name TEXT NOT NULL,
    engine TEXT NOT NULL,
    group_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    members BLOB NOT NULL, -- a QStringList: id, name, id, name
    sum INTEGER NOT NULL
) STRICT;
CREATE TABLE identification (
    id TEXT PRIMARY KEY,
    gallery INTEGER NOT NULL REFERENCES gallery (id),
    scores BLOB NOT NULL, -- a QList<double>, as the members stand
    at INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    truth INTEGER NOT NULL,
    who TEXT NOT NULL,
    log_id TEXT NOT NULL,
    clip_bytes INTEGER NOT NULL, -- 0: the clip was not kept
    sum INTEGER NOT NULL
) STRICT)";
constexpr std::array migrations{draftTable,         callCountTable, draftConnectionIds, draftConsent,
                                keptRecordingTable, consentTable,   consentIsGone,      identificationTables};
constexpr sqlite::Schema schema{.applicationId = 0x56505354, .migrations = migrations}; // "VPST"

const QByteArray columns = "id, connection, group_id, group_name, voiceprint_id, name, description, channel,"
                           " consent_by, consent_at, created, milliseconds";
const QStringList whole{QStringLiteral("*.wav")};
const QStringList beingWritten{QStringLiteral("*.wav.*")};

QString folder(const QString &dataDirectory, State state)
{
    return QDir(dataDirectory)
        .absoluteFilePath(state == State::Unsent ? QStringLiteral("drafts") : QStringLiteral("archive"));
}

// Good too where there is no such file.
Result<Nothing> removeFile(const QString &path)
{
    QFile file(path);
    if (file.exists() && !file.remove())
        return Error{.kind = Error::Kind::Storage,
                     .detail = path + QStringLiteral(": ") + file.errorString()};
    return Nothing{};
}

} // namespace

QString StudioStore::path(const QString &dataDirectory, State state, const QString &id)
{
    return folder(dataDirectory, state) + QLatin1Char('/') + id + QStringLiteral(".wav");
}

Result<Nothing> StudioStore::makeFolder(const QString &dataDirectory, State state)
{
    return files::makePrivateDirectory(dataDirectory).and_then([&](const Nothing &) {
        return files::makePrivateDirectory(folder(dataDirectory, state));
    });
}

Result<sqlite::Database *> StudioStore::database()
{
    if (m_database)
        return &*m_database;
    if (auto made = files::makePrivateDirectory(m_dataDirectory); !made)
        return made.error();
    auto opened =
        sqlite::Database::open(QDir(m_dataDirectory).absoluteFilePath(QStringLiteral("studio.db")), schema);
    if (!opened)
        return opened.error();
    m_database = std::move(*opened);
    return &*m_database;
}

QStringList StudioStore::files(State state, const QStringList &patterns) const
{
    QStringList paths;
    const QDir place(folder(m_dataDirectory, state));
    for (const QString &name : place.entryList(patterns, QDir::Files | QDir::Hidden))
        paths << place.absoluteFilePath(name);
    return paths;
}

Result<QList<Recording>> StudioStore::rows(State state)
{
    const auto database = this->database();
    if (!database)
        return database.error();
    if (auto made = makeFolder(m_dataDirectory, state); !made)
        return made.error();
    const QByteArray sql =
        "SELECT " + columns + (state == State::Unsent ? ", purpose FROM draft" : ", 0 FROM kept_recording");
    return (*database)->rows(sql.constData(), [&](const sqlite::Row &row) {
        return Recording{.id = row.text(0),
                         .state = state,
                         .purpose = Recording::Purpose(row.integer(12)),
                         .connection = row.text(1),
                         .groupId = row.text(2),
                         .groupName = row.text(3),
                         .voiceprintId = row.text(4),
                         .name = row.text(5),
                         .description = row.text(6),
                         .channel = Channel(row.integer(7)),
                         .consent = {row.text(8), row.time(9)},
                         .created = row.time(10),
                         .length = std::chrono::milliseconds(row.integer(11)),
                         .path = path(m_dataDirectory, state, row.text(0))};
    });
}

Result<Nothing> StudioStore::put(const Recording &recording)
{
    const auto database = this->database();
    if (!database)
        return database.error();
    if (auto made = makeFolder(m_dataDirectory, recording.state); !made)
        return made;
    const auto insert = [&](const QByteArray &sql, const auto &...more) {
        return (*database)->run(sql.constData(), recording.id, recording.connection, recording.groupId,
                                recording.groupName, recording.voiceprintId, recording.name,
                                recording.description, recording.channel, recording.consent.by,
                                recording.consent.at, recording.created, recording.length.count(), more...);
    };
    if (recording.state == State::Unsent)
        return insert("INSERT OR REPLACE INTO draft (" + columns +
                          ", purpose)"
                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      recording.purpose);
    return insert("INSERT OR REPLACE INTO kept_recording (" + columns +
                  ")"
                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
}

Result<QList<Recording>> StudioStore::drafts()
{
    auto known = rows(State::Unsent);
    if (!known)
        return known;
    QList<Recording> drafts;
    QStringList strangers = files(State::Unsent, whole);
    for (Recording &draft : *known) {
        const auto mended = audio::mendWavFile(draft.path);
        if (!strangers.removeOne(draft.path) || (mended && mended->count() == 0)) {
            (void)remove(State::Unsent, {draft.id}); // nothing was ever recorded, or it was taken away
            continue;
        }
        if (mended && draft.length != *mended) {
            draft.length = *mended;
            (void)put(draft);
        }
        drafts << draft;
    }
    // What a crash left amid a writing. One that is new may be under way just now.
    const QDateTime old = QDateTime::currentDateTime().addSecs(-600);
    for (const QString &path : files(State::Unsent, beingWritten)) {
        if (QFileInfo(path).lastModified() < old)
            (void)removeFile(path);
    }
    for (const QString &path : strangers) {
        const QFileInfo file(path);
        if (file.isHidden())
            continue;
        const auto mended = audio::mendWavFile(path);
        if (!mended || mended->count() == 0)
            continue;
        drafts << Recording{
            .id = file.completeBaseName(), .created = file.lastModified(), .length = *mended, .path = path};
        (void)put(drafts.last());
    }
    return drafts;
}

Result<QList<Recording>> StudioStore::kept()
{
    auto known = rows(State::Kept);
    if (!known)
        return known;
    QStringList halves;
    QStringList strangers = files(State::Kept, known->isEmpty() ? beingWritten : whole + beingWritten);
    for (const Recording &recording : *known) {
        if (!strangers.removeOne(recording.path))
            halves << recording.id;
    }
    for (const QString &path : strangers)
        (void)removeFile(path);
    if (!halves.isEmpty()) {
        (void)removeRows(State::Kept, halves);
        known->removeIf([&](const Recording &recording) { return halves.contains(recording.id); });
    }
    return known;
}

qsizetype StudioStore::countKeptFiles() const
{
    return files(State::Kept, whole).size();
}

Result<Nothing> StudioStore::keep(const Recording &recording, const QByteArray &wav)
{
    const auto database = this->database();
    if (!database)
        return database.error();
    const auto replaced = (*database)->rows(
        "SELECT id FROM kept_recording WHERE connection = ? AND voiceprint_id = ?",
        [](const sqlite::Row &row) { return row.text(0); }, recording.connection, recording.voiceprintId);
    if (!replaced)
        return replaced.error();
    if (auto made = makeFolder(m_dataDirectory, State::Kept); !made)
        return made;
    // First the new file, then the row that names it, then the old file: whatever happens between is half,
    // and kept() deletes it.
    if (auto written = files::write(recording.path, wav); !written)
        return written;
    if (auto inserted = put(recording); !inserted) {
        (void)removeFile(recording.path);
        return inserted;
    }
    if (replaced->isEmpty())
        return Nothing{};
    Result<Nothing> outcome = Nothing{};
    for (const QString &id : *replaced) {
        if (auto removed = removeFile(path(m_dataDirectory, State::Kept, id)); !removed)
            outcome = removed;
    }
    const auto emptied = (*database)->checkpoint();
    return outcome ? emptied : outcome;
}

Result<Nothing> StudioStore::removeRows(State state, const QStringList &ids)
{
    const auto database = this->database();
    if (!database)
        return database.error();
    const auto removed = (*database)->transaction([&]() -> Result<Nothing> {
        for (const QString &id : ids) {
            auto done = (*database)->run(state == State::Unsent ? "DELETE FROM draft WHERE id = ?"
                                                                : "DELETE FROM kept_recording WHERE id = ?",
                                         id);
            if (!done)
                return done;
        }
        return Nothing{};
    });
    return removed ? (*database)->checkpoint() : removed;
}

Result<Nothing> StudioStore::remove(State state, const QStringList &ids)
{
    // The files go first: a row without a file is deleted when it is read next, but a file without a row
    // would come back as a draft.
    Result<Nothing> outcome = Nothing{};
    QStringList gone;
    for (const QString &id : ids) {
        if (auto removed = removeFile(path(m_dataDirectory, state, id)); removed)
            gone << id;
        else if (outcome)
            outcome = removed;
    }
    const auto removed = removeRows(state, gone);
    return outcome ? removed : outcome;
}

Result<Nothing> StudioStore::removeAllKept()
{
    // Without a file no row comes back, even where the database cannot be opened.
    Result<Nothing> outcome = Nothing{};
    for (const QString &path : files(State::Kept, whole + beingWritten)) {
        if (auto removed = removeFile(path); !removed && outcome)
            outcome = removed;
    }
    const auto known = rows(State::Kept);
    if (!known)
        return known.error();
    const QStringList left = files(State::Kept, whole);
    QStringList gone;
    for (const Recording &recording : *known) {
        if (!left.contains(recording.path))
            gone << recording.id;
    }
    const auto removed = removeRows(State::Kept, gone);
    return outcome ? removed : outcome;
}

Result<QHash<VoiceprintKey, NotedConsent>> StudioStore::consents()
{
    const auto database = this->database();
    if (!database)
        return database.error();
    QHash<VoiceprintKey, NotedConsent> consents;
    const auto read = (*database)->rows(
        "SELECT connection, voiceprint_id, consent_by, consent_at, group_id, is_gone FROM consent",
        [](const sqlite::Row &row) {
            return std::pair(VoiceprintKey(row.text(0), row.text(1)),
                             NotedConsent{{row.text(2), row.time(3)}, row.text(4), row.integer(5) != 0});
        });
    if (!read)
        return read.error();
    for (const auto &[voiceprint, noted] : *read)
        consents.insert(voiceprint, noted);
    return consents;
}

Result<Nothing> StudioStore::put(const VoiceprintKey &voiceprint, const NotedConsent &noted)
{
    const auto database = this->database();
    if (!database)
        return database.error();
    const auto &[connection, id] = voiceprint;
    if (!noted.consent.by.isEmpty())
        return (*database)->run(
            "INSERT OR REPLACE INTO consent (connection, voiceprint_id, group_id, consent_by,"
            " consent_at, is_gone) VALUES (?, ?, ?, ?, ?, ?)",
            connection, id, noted.groupId, noted.consent.by, noted.consent.at, noted.isGone);
    const auto removed =
        (*database)->run("DELETE FROM consent WHERE connection = ? AND voiceprint_id = ?", connection, id);
    return removed ? (*database)->checkpoint() : removed;
}

StudioDisk::StudioDisk(const QString &dataDirectory)
    : m_dataDirectory(dataDirectory)
    , m_store(dataDirectory)
{
    m_thread.setMaxThreadCount(1);
}

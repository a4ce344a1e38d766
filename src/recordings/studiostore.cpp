// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/studiostore.h"

#include "base/files.h"
#include "sound/wavfile.h"

#include <QDir>

#include <algorithm>

namespace {

using State = Recording::State;

const QStringList whole{QStringLiteral("*.wav")};
const QStringList beingWritten{QStringLiteral("*.wav.*")};

QString folder(const QString &dataDirectory, State state)
{
    return QDir(dataDirectory)
        .absoluteFilePath(state == State::Unsent ? QStringLiteral("drafts") : QStringLiteral("archive"));
}

const StudioTable &tableOf(State state)
{
    return state == State::Unsent ? studiotable::drafts : studiotable::kept;
}

// Whether the id of a row names a file of ours and nothing elsewhere.
bool isFileName(const QString &id)
{
    return !id.isEmpty() && !id.contains(u'/') && !id.contains(QChar());
}

// The id of a row whose own cannot be believed.
QString idOfRow(qint64 row)
{
    return QStringLiteral("damaged-%1").arg(row);
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

Result<StudioDatabase *> StudioStore::database()
{
    if (!m_database) {
        if (auto made = files::makePrivateDirectory(m_dataDirectory); !made)
            return made.error();
        auto opened = StudioDatabase::open(m_dataDirectory);
        if (!opened)
            return opened.error();
        m_database.emplace(*std::move(opened));
    }
    if (m_database->hasMoved())
        return sqlite::movedError();
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
    const auto entries = (*database)->rows(tableOf(state), [&](const sqlite::Row &row) {
        constexpr int at = StudioDatabase::first;
        return Recording{.id = row.text(at),
                         .state = state,
                         .purpose = state == State::Unsent ? Recording::Purpose(row.integer(at + 12))
                                                           : Recording::Purpose::Enrol,
                         .connection = row.text(at + 1),
                         .groupId = row.text(at + 2),
                         .groupName = row.text(at + 3),
                         .voiceprintId = row.text(at + 4),
                         .name = row.text(at + 5),
                         .description = row.text(at + 6),
                         .channel = Channel(row.integer(at + 7)),
                         .consent = {row.text(at + 8), row.time(at + 9)},
                         .created = row.time(at + 10),
                         .length = std::chrono::milliseconds(row.integer(at + 11)),
                         .path = path(m_dataDirectory, state, row.text(at))};
    });
    if (!entries)
        return entries.error();
    QList<Recording> recordings;
    for (const auto &entry : *entries) {
        Recording recording = entry.content;
        const bool isNamed = isFileName(recording.id);
        recording.isDamaged = !entry.isWhole || !isNamed;
        if (recording.isDamaged) {
            recording.purpose = Recording::Purpose::Enrol;
            recording.channel = Channel::ThisComputer;
            if (!isNamed || !QFile::exists(recording.path)) {
                recording.id = idOfRow(entry.rowId);
                recording.path.clear();
            }
        }
        recordings << recording;
    }
    return recordings;
}

Result<Nothing> StudioStore::put(const Recording &recording)
{
    const auto database = this->database();
    if (!database)
        return database.error();
    if (auto made = makeFolder(m_dataDirectory, recording.state); !made)
        return made;
    const StudioTable &table = tableOf(recording.state);
    return (*database)->write(table, [&](sqlite::Database &open) {
        const auto insert = [&](const auto &...more) {
            return StudioDatabase::put(open, table, recording.id, recording.connection, recording.groupId,
                                       recording.groupName, recording.voiceprintId, recording.name,
                                       recording.description, recording.channel, recording.consent.by,
                                       recording.consent.at, recording.created, recording.length.count(),
                                       more...);
        };
        return recording.state == State::Unsent ? insert(recording.purpose) : insert();
    });
}

Result<QList<Recording>> StudioStore::drafts()
{
    auto known = rows(State::Unsent);
    if (!known)
        return known;
    QList<Recording> drafts;
    QStringList strangers = files(State::Unsent, whole);
    for (Recording &draft : *known) {
        if (draft.isDamaged) { // its sound is adopted below
            if (draft.path.isEmpty())
                (void)removeRows(State::Unsent, {draft.id});
            continue;
        }
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
    (void)m_database->closeGaps(studiotable::drafts);
    return drafts;
}

Result<QList<Recording>> StudioStore::kept()
{
    auto known = rows(State::Kept);
    if (!known)
        return known;
    QStringList halves;
    bool isAllKnown = !known->isEmpty() && !m_database->hasGaps(studiotable::kept);
    QStringList strangers = files(State::Kept, whole);
    for (const Recording &recording : *known) {
        isAllKnown = isAllKnown && !recording.isDamaged;
        if (!strangers.removeOne(recording.path) && !recording.isDamaged)
            halves << recording.id;
    }
    for (const QString &path : (isAllKnown ? strangers : QStringList()) + files(State::Kept, beingWritten))
        (void)removeFile(path);
    if (strangers.isEmpty())
        (void)m_database->closeGaps(studiotable::kept);
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
    const auto replaced = (*database)->raw().rows(
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
        if (!isFileName(id))
            continue;
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
    const StudioTable &table = tableOf(state);
    const QByteArray sql =
        QByteArray("DELETE FROM ") + table.name + " WHERE id = ?1 OR 'damaged-' || rowid = ?1";
    const auto removed = (*database)->write(table, [&](sqlite::Database &open) -> Result<Nothing> {
        for (const QString &id : ids) {
            if (auto done = open.run(sql.constData(), id); !done)
                return done;
        }
        return Nothing{};
    });
    return removed ? (*database)->checkpoint() : removed;
}

Result<Nothing> StudioStore::remove(State state, const QStringList &ids)
{
    if (m_database && m_database->hasMoved()) // they are elsewhere now
        return sqlite::movedError();
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
    if (m_database && m_database->hasMoved())
        return sqlite::movedError();
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
    if (left.isEmpty())
        (void)m_database->closeGaps(studiotable::kept);
    return outcome ? removed : outcome;
}

Result<QHash<VoiceprintKey, NotedConsent>> StudioStore::consents()
{
    const auto database = this->database();
    if (!database)
        return database.error();
    QHash<VoiceprintKey, NotedConsent> consents;
    const auto entries = (*database)->rows(studiotable::consents, [](const sqlite::Row &row) {
        constexpr int at = StudioDatabase::first;
        return std::pair(
            VoiceprintKey(row.text(at), row.text(at + 1)),
            NotedConsent{{row.text(at + 3), row.time(at + 4)}, row.text(at + 2), row.integer(at + 5) != 0});
    });
    if (!entries)
        return entries.error();
    for (const auto &entry : *entries) {
        if (entry.isWhole)
            consents.insert(entry.content.first, entry.content.second);
    }
    (void)(*database)->closeGaps(studiotable::consents);
    return consents;
}

Result<Nothing> StudioStore::put(const VoiceprintKey &voiceprint, const NotedConsent &noted)
{
    const auto database = this->database();
    if (!database)
        return database.error();
    const auto &[connection, id] = voiceprint;
    const bool isForgotten = noted.consent.by.isEmpty();
    const auto written = (*database)->write(studiotable::consents, [&](sqlite::Database &open) {
        if (isForgotten)
            return open.run("DELETE FROM consent WHERE connection = ? AND voiceprint_id = ?", connection, id);
        return StudioDatabase::put(open, studiotable::consents, connection, id, noted.groupId,
                                   noted.consent.by, noted.consent.at, noted.isGone);
    });
    return written && isForgotten ? (*database)->checkpoint() : written;
}

StudioDisk::StudioDisk(const QString &dataDirectory)
    : m_dataDirectory(dataDirectory)
    , m_store(dataDirectory)
{
    m_thread.setMaxThreadCount(1);
}

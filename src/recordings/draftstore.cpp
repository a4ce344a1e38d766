// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/draftstore.h"

#include "base/files.h"
#include "recordings/studiodb.h"
#include "sound/wavfile.h"

#include <QDir>
#include <QFileInfo>

namespace {

const QString folderName = QStringLiteral("drafts");
const QString suffix = QStringLiteral(".wav");

Draft fromRow(const sqlite::Statement &row, const QString &folder)
{
    Draft draft;
    draft.id = row.text(0);
    draft.purpose = Draft::Purpose(row.integer(1));
    draft.connection = row.text(2);
    draft.groupId = row.text(3);
    draft.groupName = row.text(4);
    draft.voiceprintId = row.text(5);
    draft.name = row.text(6);
    draft.description = row.text(7);
    draft.created = QDateTime::fromMSecsSinceEpoch(row.integer(8));
    draft.length = std::chrono::milliseconds(row.integer(9));
    draft.channel = Channel(row.integer(10));
    draft.consent = studiodb::consent(row, 11);
    draft.path = folder + QLatin1Char('/') + draft.id + suffix;
    return draft;
}

} // namespace

DraftStore::DraftStore(const QString &dataDirectory)
    : StudioStore(dataDirectory, folderName)
{}

QString DraftStore::folder(const QString &dataDirectory)
{
    return place(dataDirectory, folderName);
}

Result<Nothing> DraftStore::makeFolders(const QString &dataDirectory)
{
    for (const QString &path : {dataDirectory, folder(dataDirectory)}) {
        if (auto made = files::makePrivateDirectory(path); !made)
            return made.error();
    }
    return Nothing{};
}

Result<QList<Draft>> DraftStore::rows()
{
    QList<Draft> drafts;
    sqlite::Statement statement =
        database().prepare("SELECT id, purpose, connection, group_id, group_name, voiceprint_id, name, "
                           "description, created, milliseconds, channel, consent_by, consent_at FROM draft");
    const QString folder = DraftStore::folder(m_dataDirectory);
    const auto read =
        forEachRow(statement, [&](const sqlite::Statement &row) { drafts << fromRow(row, folder); });
    if (!read)
        return read.error();
    return drafts;
}

Result<QList<Draft>> DraftStore::load()
{
    if (auto opened = open(); !opened)
        return opened.error();
    auto known = rows();
    if (!known)
        return known.error();

    QList<Draft> drafts;
    QStringList paths;
    for (Draft &draft : *known) {
        paths << draft.path;
        const auto mended = audio::mendWavFile(draft.path);
        if (!QFile::exists(draft.path) ||
            (mended && mended->count() == 0)) { // nothing was ever recorded, or it was taken away
            (void)remove(draft.id, draft.path);
            continue;
        }
        if (mended && draft.length != *mended) {
            draft.length = *mended;
            (void)put(draft);
        }
        drafts << draft;
    }
    removeHalves();
    for (const QFileInfo &file :
         QDir(folder(m_dataDirectory)).entryInfoList({QLatin1Char('*') + suffix}, QDir::Files)) {
        if (paths.contains(file.absoluteFilePath()))
            continue;
        const auto mended = audio::mendWavFile(file.absoluteFilePath());
        if (!mended || mended->count() == 0)
            continue;
        Draft draft;
        draft.id = file.completeBaseName();
        draft.path = file.absoluteFilePath();
        draft.created = file.lastModified();
        draft.length = *mended;
        (void)put(draft);
        drafts << draft;
    }
    return drafts;
}

// What a crash left amid a writing. One that is new may be under way just now.
void DraftStore::removeHalves()
{
    const QDateTime old = QDateTime::currentDateTime().addSecs(-600);
    const QDir place(folder(m_dataDirectory));
    for (const QFileInfo &file : place.entryInfoList({QLatin1Char('*') + suffix + QStringLiteral(".*")},
                                                     QDir::Files | QDir::Hidden)) {
        if (file.lastModified() < old)
            (void)removeFile(file.absoluteFilePath());
    }
}

Result<Nothing> DraftStore::put(const Draft &draft)
{
    if (auto opened = open(); !opened)
        return opened.error();
    return database()
        .prepare(
            "INSERT INTO draft (id, purpose, connection, group_id, group_name, voiceprint_id, name, "
            "description, created,"
            " milliseconds, channel, consent_by, consent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET purpose = excluded.purpose, connection = excluded.connection,"
            " group_id = excluded.group_id, group_name = excluded.group_name, voiceprint_id = "
            "excluded.voiceprint_id,"
            " name = excluded.name, description = excluded.description, created = excluded.created,"
            " milliseconds = excluded.milliseconds, channel = excluded.channel,"
            " consent_by = excluded.consent_by, consent_at = excluded.consent_at")
        .bind(draft.id)
        .bind(qint64(draft.purpose))
        .bind(draft.connection)
        .bind(draft.groupId)
        .bind(draft.groupName)
        .bind(draft.voiceprintId)
        .bind(draft.name)
        .bind(draft.description)
        .bind(draft.created.toMSecsSinceEpoch())
        .bind(qint64(draft.length.count()))
        .bind(qint64(draft.channel))
        .bind(draft.consent.by)
        .bind(studiodb::time(draft.consent.at))
        .run();
}

Result<Nothing> DraftStore::remove(const QString &id, const QString &path)
{
    // The file goes first: should the row survive, load() removes it; a file that survived would come back as
    // a draft.
    if (auto removed = removeFile(path); !removed)
        return removed;
    if (auto opened = open(); !opened)
        return opened.error();
    if (auto removed = database().prepare("DELETE FROM draft WHERE id = ?").bind(id).run(); !removed)
        return removed.error();
    return database().checkpoint();
}

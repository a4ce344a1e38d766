// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/drafts.h"

#include "base/files.h"
#include "recordings/studiodb.h"
#include "sound/wavfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>

//! The drafts on disk: rows in studio.db, wav files in drafts/. Blocks; used by one thread.
class DraftStore : public StudioStore
{
public:
    explicit DraftStore(const QString &dataDirectory);

    //! Every draft that has a sound file. Files without a row are adopted, headers that a crash left open are
    //! closed, rows without a file are removed.
    Result<QList<Recording>> load();
    Result<Nothing> put(const Recording &draft);
    Result<Nothing> remove(const QString &id, const QString &path);

    //! Makes the data directory and its folder for sound files, private.
    static Result<Nothing> makeFolders(const QString &dataDirectory);
    static QString folder(const QString &dataDirectory);

private:
    Result<QList<Recording>> rows();
    void removeHalves();
};

namespace {

const QString folderName = QStringLiteral("drafts");
const QString suffix = QStringLiteral(".wav");

Recording fromRow(const sqlite::Statement &row, const QString &folder)
{
    Recording draft;
    draft.id = row.text(0);
    draft.purpose = Recording::Purpose(row.integer(1));
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

Result<QList<Recording>> DraftStore::rows()
{
    QList<Recording> drafts;
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

Result<QList<Recording>> DraftStore::load()
{
    if (auto opened = open(); !opened)
        return opened.error();
    auto known = rows();
    if (!known)
        return known.error();

    QList<Recording> drafts;
    QStringList paths;
    for (Recording &draft : *known) {
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
        Recording draft;
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

Result<Nothing> DraftStore::put(const Recording &draft)
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

//! The one thread that writes drafts, in the order in which they were changed.
class Drafts::Disk : public DiskThread<DraftStore, Drafts>
{
public:
    using DiskThread::DiskThread;

    void write(std::function<Result<Nothing>(DraftStore &)> work)
    {
        start([this, work = std::move(work)](DraftStore &store) {
            if (const auto written = work(store); !written)
                tell([error = written.error()](Drafts *drafts) { emit drafts->failed(error); });
        });
    }

    void load()
    {
        start([this](DraftStore &store) {
            tell([loaded = store.load()](Drafts *drafts) { drafts->adopt(loaded); });
        });
    }
};

Drafts::Drafts(const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_disk(std::make_unique<Disk>(dataDirectory, this))
    , m_dataDirectory(dataDirectory)
{}

Drafts::~Drafts() = default;

void Drafts::load()
{
    m_disk->load();
}

void Drafts::adopt(const Result<QList<Recording>> &loaded)
{
    if (!loaded) {
        emit failed(loaded.error());
        return;
    }
    for (const Recording &draft : *loaded) {
        if (!find(draft.id) && !m_removed.contains(draft.id))
            m_drafts << draft;
    }
    sort();
    emit changed();
}

Recording Drafts::create(Recording draft)
{
    draft.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    draft.path = DraftStore::folder(m_dataDirectory) + QLatin1Char('/') + draft.id + QStringLiteral(".wav");
    draft.created = QDateTime::currentDateTime();
    m_drafts.prepend(draft);
    (void)DraftStore::makeFolders(
        m_dataDirectory); // its file may be begun at once; the row's writing tells an error
    m_disk->write([draft](DraftStore &store) { return store.put(draft); });
    emit changed();
    return draft;
}

void Drafts::update(const Recording &draft)
{
    const auto known =
        std::find_if(m_drafts.begin(), m_drafts.end(), [&](const Recording &d) { return d.id == draft.id; });
    if (known == m_drafts.end())
        return;
    *known = draft;
    m_disk->write([draft](DraftStore &store) { return store.put(draft); });
    emit changed();
}

void Drafts::remove(const QString &id)
{
    const auto draft = find(id);
    if (!draft)
        return;
    m_drafts.removeIf([&](const Recording &d) { return d.id == id; });
    m_removed.insert(id);
    m_disk->write([id, path = draft->path](DraftStore &store) { return store.remove(id, path); });
    emit changed();
}

QList<Recording> Drafts::all() const
{
    return m_drafts;
}

std::optional<Recording> Drafts::find(const QString &id) const
{
    const auto known =
        std::find_if(m_drafts.begin(), m_drafts.end(), [&](const Recording &d) { return d.id == id; });
    return known == m_drafts.end() ? std::nullopt : std::optional(*known);
}

void Drafts::sort()
{
    std::stable_sort(m_drafts.begin(), m_drafts.end(),
                     [](const Recording &a, const Recording &b) { return a.created > b.created; });
}

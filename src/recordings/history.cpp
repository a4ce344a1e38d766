// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/history.h"

#include "base/files.h"
#include "recordings/studiostore.h"

#include <QDataStream>
#include <QDir>
#include <QFile>
#include <QUuid>

#include <algorithm>

struct History::Loaded
{
    QList<Identification> tests;
    QList<std::shared_ptr<const Gallery>> galleries;
    int damaged = 0;
    bool hasGaps = false; //!< some have vanished
};

namespace {

// Rows are kept with a number that their other values give: what has changed by itself is found out.
constexpr auto insertGallery =
    "INSERT INTO gallery (connection, connection_name, engine, group_id, group_name, members, sum)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, checksum(?1, ?2, ?3, ?4, ?5, ?6))";
constexpr auto selectGalleries =
    "SELECT id, connection, connection_name, engine, group_id, group_name, members,"
    " sum = checksum(connection, connection_name, engine, group_id, group_name, members) FROM gallery";
constexpr auto insertTest =
    "INSERT INTO identification (id, gallery, scores, at, milliseconds, channel, truth, who, log_id, "
    "clip_bytes, sum)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, checksum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))";
constexpr auto selectTests =
    "SELECT id, gallery, scores, at, milliseconds, channel, truth, who, log_id, clip_bytes, sum = "
    "checksum(id, gallery,"
    " scores, at, milliseconds, channel, truth, who, log_id, clip_bytes) FROM identification";
constexpr auto updateTruth = "UPDATE identification SET truth = ?2, who = ?3, sum = checksum(id, gallery, "
                             "scores, at, milliseconds, channel,"
                             " ?2, ?3, log_id, clip_bytes) WHERE id = ?1";

QByteArray packed(const auto &values)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << values;
    return bytes;
}

// Whether \a bytes hold \a values and nothing else.
bool unpack(const QByteArray &bytes, auto &values)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    stream >> values;
    return stream.status() == QDataStream::Ok && stream.atEnd();
}

QByteArray packed(const QList<Gallery::Member> &members)
{
    QStringList words;
    for (const Gallery::Member &member : members)
        words << member.id << member.name;
    return packed<QStringList>(words);
}

QString folder(const QString &dataDirectory)
{
    return QDir(dataDirectory).absoluteFilePath(QStringLiteral("tests"));
}

QString pathOf(const QString &dataDirectory, const QString &id)
{
    return folder(dataDirectory) + QLatin1Char('/') + id + QStringLiteral(".wav");
}

Result<Nothing> removeFile(const QString &path)
{
    QFile file(path);
    if (file.exists() && !file.remove())
        return storageError(path + QStringLiteral(": ") + file.errorString());
    return Nothing{};
}

Result<qint64> galleryRow(sqlite::Database &database, const Gallery &gallery)
{
    const QByteArray members = packed(gallery.members);
    const auto known = database.number(
        "SELECT id FROM gallery WHERE connection = ? AND connection_name = ? AND engine = ? AND group_id = ?"
        " AND group_name = ? AND members = ?",
        gallery.connection, gallery.connectionName, gallery.engine, gallery.groupId, gallery.groupName,
        members);
    if (!known || *known > 0)
        return known;
    if (auto made = database.run(insertGallery, gallery.connection, gallery.connectionName, gallery.engine,
                                 gallery.groupId, gallery.groupName, members);
        !made)
        return made.error();
    return database.number("SELECT last_insert_rowid()");
}

Result<Nothing> put(StudioStore &store, const Identification &test)
{
    const auto database = store.database();
    if (!database)
        return database.error();
    return (*database)->write(
        studiotable::tests,
        [&](sqlite::Database &open) -> Result<Nothing> {
            const auto gallery = galleryRow(open, *test.gallery);
            if (!gallery)
                return gallery.error();
            return open.run(insertTest, test.id, *gallery, packed(test.scores), test.at, test.length.count(),
                            test.channel, test.truth.kind, test.truth.who, test.logId, test.clipBytes);
        },
        &studiotable::galleries);
}

Result<Nothing> removeRows(StudioStore &store, const QStringList &ids)
{
    const auto database = store.database();
    if (!database)
        return database.error();
    const auto removed = (*database)->write(
        studiotable::tests,
        [&](sqlite::Database &open) -> Result<Nothing> {
            for (const QString &id : ids) {
                if (auto done = open.run("DELETE FROM identification WHERE id = ?", id); !done)
                    return done;
            }
            return open.run("DELETE FROM gallery WHERE id NOT IN (SELECT gallery FROM identification)");
        },
        &studiotable::galleries);
    return removed ? (*database)->checkpoint() : removed;
}

void sort(QList<Identification> &tests)
{
    const auto isOlder = [](const Identification &a, const Identification &b) { return a.at < b.at; };
    if (!std::is_sorted(tests.cbegin(), tests.cend(), isOlder))
        std::stable_sort(tests.begin(), tests.end(), isOlder);
}

// Files go first: a row without its file is a test whose clip was not kept.
Result<Nothing> removeTests(StudioStore &store, const QString &dataDirectory, const QStringList &ids)
{
    if (const auto database = store.database(); !database && sqlite::isMoved(database.error()))
        return database.error(); // they are elsewhere now
    for (const QString &id : ids) {
        if (auto removed = removeFile(pathOf(dataDirectory, id)); !removed)
            return removed;
    }
    return removeRows(store, ids);
}

} // namespace

History::History(std::shared_ptr<StudioDisk> disk, QObject *parent)
    : QObject(parent)
    , m_disk(std::move(disk))
{}

void History::load()
{
    m_disk->run(
        this,
        [data = m_disk->dataDirectory()](StudioStore &store) -> Result<Loaded> {
            const auto database = store.database();
            if (!database)
                return database.error();
            Loaded loaded;
            QHash<qint64, std::shared_ptr<const Gallery>> galleries;
            const auto groups = (*database)->raw().rows(selectGalleries, [&](const sqlite::Row &row) {
                auto gallery = std::make_shared<Gallery>(Gallery{.connection = row.text(1),
                                                                 .connectionName = row.text(2),
                                                                 .engine = row.text(3),
                                                                 .groupId = row.text(4),
                                                                 .groupName = row.text(5)});
                QStringList words;
                if (row.integer(7) == 0 || !unpack(row.blob(6), words) || words.size() % 2 != 0)
                    return false;
                for (qsizetype i = 0; i < words.size(); i += 2)
                    gallery->members << Gallery::Member{words.at(i), words.at(i + 1)};
                galleries.insert(row.integer(0), gallery);
                loaded.galleries << gallery;
                return true;
            });
            if (!groups)
                return groups.error();
            QSet<QString> clips;
            for (const QString &file : QDir(folder(data)).entryList(QDir::Files | QDir::Hidden))
                clips.insert(file);
            const auto tests = (*database)->raw().rows(selectTests, [&](const sqlite::Row &row) {
                Identification test{.id = row.text(0),
                                    .gallery = galleries.value(row.integer(1)),
                                    .at = row.time(3),
                                    .length = std::chrono::milliseconds(row.integer(4)),
                                    .channel = Channel(row.integer(5)),
                                    .truth = {Truth::Kind(row.integer(6)), row.text(7)},
                                    .logId = row.text(8),
                                    .clipBytes = row.integer(9)};
                const bool isKept = test.clipBytes > 0 && clips.remove(test.id + QStringLiteral(".wav"));
                test.clipBytes = isKept ? test.clipBytes : 0;
                if (row.integer(10) == 0 || !test.gallery || !unpack(row.blob(2), test.scores) ||
                    test.scores.size() != test.gallery->members.size())
                    ++loaded.damaged;
                else
                    loaded.tests << std::move(test);
                return true;
            });
            if (!tests)
                return tests.error();
            sort(loaded.tests); // they stand nearly so
            loaded.hasGaps = (*database)->hasGaps(studiotable::tests);
            if (loaded.hasGaps || loaded.damaged > 0) // nobody knows whose clips they are
                clips.clear();
            for (const QString &file : std::as_const(clips))
                (void)removeFile(folder(data) + QLatin1Char('/') + file);
            return loaded;
        },
        [this](const Result<Loaded> &loaded) {
            if (loaded)
                adopt(*loaded);
            else
                emit failed(loaded.error());
        });
}

void History::adopt(const Loaded &loaded)
{
    m_isLoaded = true;
    if (!m_isCleared) {
        QList<Identification> before = loaded.tests;
        if (!m_removed.isEmpty() || !m_all.isEmpty()) { // asked for, or made, since the start
            QSet<QString> known = m_removed;
            for (const Identification &test : std::as_const(m_all))
                known.insert(test.id);
            before.removeIf([&](const Identification &test) { return known.contains(test.id); });
        }
        m_all = before + m_all;
        m_galleries += loaded.galleries;
    }
    emit changed();
    if (loaded.damaged > 0)
        emit failed(storageError(QCoreApplication::translate(
            "Error", "%n test(s) of the history are damaged and left out", nullptr, loaded.damaged)));
    else if (loaded.hasGaps)
        emit failed(storageError(
            QCoreApplication::translate("Error", "some tests of the history have vanished from studio.db")));
}

void History::write(std::function<Result<Nothing>(StudioStore &)> work, const QList<Identification> &unmade)
{
    m_disk->run(
        this, [work = std::move(work)](StudioStore &store) { return work(store); },
        [this, unmade](const Result<Nothing> &written) {
            if (written)
                return;
            for (const Identification &test : unmade)
                m_removed.remove(test.id);
            if (!unmade.isEmpty()) {
                m_all += unmade;
                sort(m_all);
                emit changed();
            }
            emit failed(written.error());
        });
}

std::shared_ptr<const Gallery> History::shared(const Gallery &gallery)
{
    for (const auto &known : std::as_const(m_galleries)) {
        if (*known == gallery)
            return known;
    }
    m_galleries << std::make_shared<const Gallery>(gallery);
    return m_galleries.last();
}

std::optional<Identification> History::find(const QString &id) const
{
    const auto found =
        std::find_if(m_all.begin(), m_all.end(), [&](const Identification &test) { return test.id == id; });
    return found == m_all.end() ? std::nullopt : std::optional(*found);
}

QString History::clipPath(const QString &id) const
{
    return pathOf(m_disk->dataDirectory(), id);
}

QString History::add(Identification test, const QByteArray &wav)
{
    test.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (!test.at.isValid())
        test.at = QDateTime::currentDateTime();
    test.gallery = shared(*test.gallery);
    test.clipBytes = wav.size();
    m_all << test;
    write([test, wav, data = m_disk->dataDirectory()](StudioStore &store) -> Result<Nothing> {
        if (const auto database = store.database(); !database) // makes the data folder too
            return database.error();
        if (!wav.isEmpty()) { // the file first: load() deletes one without a row
            if (auto made = files::makePrivateDirectory(folder(data)); !made)
                return made;
            if (auto written = files::write(pathOf(data, test.id), wav); !written)
                return written;
        }
        return put(store, test);
    });
    emit changed();
    return test.id;
}

void History::setTruth(const QString &id, const Truth &truth)
{
    for (Identification &test : m_all) {
        if (test.id != id || test.truth == truth)
            continue;
        test.truth = truth;
        write([id, truth](StudioStore &store) -> Result<Nothing> {
            const auto database = store.database();
            if (!database)
                return database.error();
            return (*database)->write(studiotable::tests, [&](sqlite::Database &open) {
                return open.run(updateTruth, id, truth.kind, truth.who);
            });
        });
        return emit changed();
    }
}

void History::remove(const QStringList &ids)
{
    const QSet<QString> wanted(ids.begin(), ids.end());
    QList<Identification> removed;
    QStringList known;
    m_all.removeIf([&](const Identification &test) {
        if (!wanted.contains(test.id))
            return false;
        removed << test;
        known << test.id;
        return true;
    });
    if (removed.isEmpty())
        return;
    m_removed += QSet<QString>(known.begin(), known.end());
    write([known,
           data = m_disk->dataDirectory()](StudioStore &store) { return removeTests(store, data, known); },
          removed);
    emit changed();
}

void History::removeAll()
{
    const QList<Identification> removed = std::exchange(m_all, {});
    m_isCleared = !m_isLoaded;
    for (const Identification &test : removed)
        m_removed.insert(test.id);
    write(
        [data = m_disk->dataDirectory()](StudioStore &store) -> Result<Nothing> {
            // What cannot be read any more goes too.
            const auto database = store.database();
            if (!database)
                return database.error();
            for (const QString &file : QDir(folder(data)).entryList(QDir::Files | QDir::Hidden)) {
                if (auto gone = removeFile(folder(data) + QLatin1Char('/') + file); !gone)
                    return gone;
            }
            const auto emptied = (*database)->write(
                studiotable::tests,
                [](sqlite::Database &open) {
                    return open.execute("DELETE FROM identification; DELETE FROM gallery");
                },
                &studiotable::galleries);
            if (!emptied)
                return emptied;
            (void)(*database)->closeGaps(studiotable::tests);
            (void)(*database)->closeGaps(studiotable::galleries);
            return (*database)->checkpoint();
        },
        removed);
    emit changed();
}

QStringList History::of(const VoiceprintKey &voiceprint) const
{
    QStringList ids;
    for (const Identification &test : m_all) {
        if (test.isOf(voiceprint))
            ids << test.id;
    }
    return ids;
}

qint64 History::clipBytes() const
{
    qint64 bytes = 0;
    for (const Identification &test : m_all)
        bytes += test.clipBytes;
    return bytes;
}

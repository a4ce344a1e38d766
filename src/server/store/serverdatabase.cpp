// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/serverdatabase.h"

#include "base/process.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <sqlite3.h>

namespace server {

namespace {

// What is looked through at each start, in a tenth of a second at most.
constexpr qint64 smallFile = 64 * 1024 * 1024;

// `issued` holds the last id that was given out, so that none is ever given twice.
constexpr const char *firstTables = R"(
CREATE TABLE issued (id INTEGER NOT NULL);
INSERT INTO issued VALUES (0);
CREATE TABLE owner (id INTEGER PRIMARY KEY);
CREATE TABLE groups (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, creator TEXT NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL);
CREATE TABLE voiceprints (
    id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL REFERENCES groups(id) ON DELETE CASCADE,
    name TEXT NOT NULL, description TEXT NOT NULL, creator TEXT NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL,
    engine BLOB NOT NULL, statistics BLOB NOT NULL, wav BLOB NOT NULL);
CREATE INDEX voiceprints_of_group ON voiceprints(group_id);
)";
// Every row gets a checksum, every group the ids of its voiceprints, and `issued` those of the groups, so
// that a row that vanishes is missed. The sums of a voiceprint stand in a row of their own: behind its sound,
// which fills hundreds of pages, they would be far to reach. A backup's manifest has one row.
constexpr const char *checksums = R"(
CREATE TABLE sums (
    voiceprint INTEGER PRIMARY KEY REFERENCES voiceprints(id) ON DELETE CASCADE,
    described INTEGER NOT NULL, statistics INTEGER NOT NULL, wav INTEGER NOT NULL);
INSERT INTO sums SELECT id, checksum(id, group_id, name, description, creator, created, updated),
    checksum(id, engine, statistics), checksum(id, wav) FROM voiceprints;
ALTER TABLE groups ADD COLUMN members TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
UPDATE groups SET members = (SELECT ifnull(group_concat(id, ' '), '')
    FROM (SELECT id FROM voiceprints WHERE group_id = groups.id ORDER BY id));
UPDATE groups SET sum = checksum(id, name, description, creator, created, updated, members);
ALTER TABLE issued ADD COLUMN groups TEXT NOT NULL DEFAULT '';
ALTER TABLE issued ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
UPDATE issued SET groups = (SELECT ifnull(group_concat(id, ' '), '') FROM (SELECT id FROM groups ORDER BY id));
UPDATE issued SET sum = checksum(id, groups);
ALTER TABLE owner ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
UPDATE owner SET sum = checksum(id);
CREATE TABLE manifest (
    groups INTEGER NOT NULL, voiceprints INTEGER NOT NULL, made INTEGER NOT NULL, sum INTEGER NOT NULL);
)";
// Steps are only ever added at the end, and none is ever changed.
constexpr const char *migrations[] = {firstTables, checksums};

// Whether a database that there is can be read to its last page. What it may be besides is judged where it is
// opened.
Result<Nothing> checkFile(const QString &path)
{
    auto database = sqlite::Database::openToRead(path, ServerDatabase::schema());
    return database ? checkPages(*database, "PRAGMA quick_check(1)") : Nothing{};
}

} // namespace

Result<Nothing> checkPages(sqlite::Database &database, const char *check)
{
    const auto said = database.one<QString>(check);
    if (!said && (said.error().code & 0xff) != SQLITE_CORRUPT)
        return said.error();
    const QString found = said ? said->value_or(QString()) : said.error().detail;
    if (found == u"ok")
        return Nothing{};
    return storageError(QCoreApplication::translate("Error", "the file is damaged: %1").arg(found),
                        SQLITE_CORRUPT);
}

const sqlite::Schema &ServerDatabase::schema()
{
    static constexpr sqlite::Schema known{.applicationId = 0x76707376, .migrations = migrations}; // "vpsv"
    return known;
}

Result<std::unique_ptr<ServerDatabase>> ServerDatabase::open(const QString &directory,
                                                             std::function<bool()> holdsPlace)
{
    const QString path = directory + QStringLiteral("/server.db");
    Reserve(directory).giveUpIfFull();
    const bool wasCutShort = QFileInfo(path + QStringLiteral("-wal")).size() > 0;
    const bool isSmall = QFileInfo(path).size() < smallFile;
    const auto checked = isSmall ? checkFile(path) : Nothing{};
    auto main = sqlite::Database::open(path, schema());
    auto apart = main ? sqlite::Database::openToRead(path, schema()) : main.error();
    if (!apart) {
        const Error &error = checked || main ? apart.error() : checked.error();
        return storageError(QStringLiteral("server.db: ") + error.detail, error.code);
    }
    std::unique_ptr<ServerDatabase> opened(
        new ServerDatabase(*std::move(main), *std::move(apart), directory, std::move(holdsPlace)));
    if (!checked)
        opened->findDamaged(checked.error());
    opened->m_isUnchecked = !isSmall && wasCutShort;
    if (!opened->m_isUnchecked)
        opened->scrub(); // a crash may have left deleted voices in the log
    return opened;
}

ServerDatabase::ServerDatabase(sqlite::Database main, sqlite::Database apart, const QString &directory,
                               std::function<bool()> holdsPlace)
    : m_path(directory + QStringLiteral("/server.db"))
    , m_holdsPlace(std::move(holdsPlace))
    , m_reserve(directory)
    , m_scrubbing([this](const std::stop_token &stop) { scrubUntilDone(stop); })
{
    m_main.database = std::move(main);
    m_apart.database = std::move(apart);
}

Error ServerDatabase::damaged()
{
    return storageError(QStringLiteral("restore a backup"), SQLITE_CORRUPT);
}

Error ServerDatabase::lost()
{
    return storageError(
        QCoreApplication::translate("Error", "the data folder was moved, removed or taken over by another "
                                             "server: nothing is kept any more"),
        SQLITE_READONLY_DBMOVED);
}

void ServerDatabase::findDamaged(const Error &error)
{
    m_isDamaged = true;
    qCCritical(logStorage, "%ls: %ls: nothing is written any more; restore a backup", qUtf16Printable(m_path),
               qUtf16Printable(error.detail));
}

Result<Nothing> ServerDatabase::lookForDamage()
{
    if (!m_isUnchecked)
        return m_isDamaged ? Result<Nothing>(damaged()) : Nothing{};
    const auto checked = checkFile(m_path);
    if (!checked)
        findDamaged(checked.error());
    else
        scrub();
    return checked;
}

// Deleted pages are not overwritten one by one, which would take as much again, but cut off afterwards.
Result<Nothing> ServerDatabase::eraseOnFullDisk(const std::function<Result<Nothing>()> &erase)
{
    const auto execute = [this](const char *sql) {
        return read([sql](sqlite::Database &database) { return database.execute(sql); });
    };
    (void)tryToScrub(); // what was refused has left a log
    m_reserve.giveUp();
    (void)execute("PRAGMA secure_delete=FAST");
    const Result<Nothing> done = erase();
    if (done)
        (void)shrink();
    (void)execute("PRAGMA secure_delete=ON");
    return done;
}

// Moves the last pages of the file into the gaps of what was deleted: all at once where the disk has room for
// that, else in steps that fit into the reserve.
Result<bool> ServerDatabase::shrink()
{
    m_reserve.giveUp();
    return read([](sqlite::Database &database) -> Result<bool> {
        Result<bool> done = false;
        for (const int pages : {0, 64, 16}) {
            qint64 before = 0;
            auto left = database.number("PRAGMA freelist_count");
            do {
                done = database.tryCheckpoint(pages);
                if (done || !left)
                    break;
                before = *left;
                left = database.number("PRAGMA freelist_count");
            } while (left && *left < before);
            if (done || !Reserve::isFull(done.error()))
                break;
        }
        return done;
    });
}

bool ServerDatabase::tryToScrub()
{
    if (m_isDamaged)
        return true;
    auto done = read([this](sqlite::Database &database) -> Result<bool> {
        return isLost(database) ? Result(true) : database.tryCheckpoint();
    });
    if (!done && Reserve::isFull(done.error()))
        done = shrink();
    if (done && *done)
        m_reserve.keep();
    return done && *done;
}

void ServerDatabase::scrub()
{
    if (tryToScrub())
        return;
    qCWarning(logStorage, "what was deleted stays in the log for now: it is being read, or the disk is full");
    const std::lock_guard lock(m_scrubMutex);
    m_owesScrub = true;
    m_scrubWanted.notify_one();
}

void ServerDatabase::scrubUntilDone(const std::stop_token &stop)
{
    using namespace std::chrono_literals;
    std::unique_lock lock(m_scrubMutex);
    while (m_scrubWanted.wait(lock, stop, [this] { return m_owesScrub; })) {
        m_scrubWanted.wait_for(lock, stop, 1s, [] { return false; });
        if (stop.stop_requested())
            return;
        m_owesScrub = !tryToScrub();
    }
}

void ServerDatabase::close()
{
    m_scrubbing = {};
    m_apart.close();
    m_main.close();
}

} // namespace server

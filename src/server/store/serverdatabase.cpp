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
constexpr const char *migrations[] = {R"(
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
)"};

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

Result<std::unique_ptr<ServerDatabase>> ServerDatabase::open(const QString &directory)
{
    const QString path = directory + QStringLiteral("/server.db");
    const bool wasCutShort = QFileInfo(path + QStringLiteral("-wal")).size() > 0;
    const bool isSmall = QFileInfo(path).size() < smallFile;
    const auto checked = isSmall ? checkFile(path) : Nothing{};
    auto database = checked ? sqlite::Database::open(path, schema()) : checked.error();
    if (!database)
        return storageError(QStringLiteral("server.db: ") + database.error().detail, database.error().code);
    std::unique_ptr<ServerDatabase> opened(new ServerDatabase(*std::move(database), path));
    opened->m_isUnchecked = !isSmall && wasCutShort;
    if (!opened->m_isUnchecked)
        opened->scrub(); // a crash may have left deleted voices in the log
    return opened;
}

ServerDatabase::ServerDatabase(sqlite::Database database, QString path)
    : m_database(std::move(database))
    , m_path(std::move(path))
    , m_scrubbing([this](const std::stop_token &stop) { scrubUntilDone(stop); })
{}

Error ServerDatabase::damaged()
{
    return storageError(QStringLiteral("restore a backup"), SQLITE_CORRUPT);
}

Result<Nothing> ServerDatabase::lookForDamage()
{
    if (!m_isUnchecked)
        return Nothing{};
    const auto checked = checkFile(m_path);
    if (!checked) {
        m_isDamaged = true;
        qCCritical(logStorage, "%ls: %ls: nothing is written any more; restore a backup",
                   qUtf16Printable(m_path), qUtf16Printable(checked.error().detail));
        return checked;
    }
    scrub();
    return checked;
}

bool ServerDatabase::tryToScrub()
{
    if (m_isDamaged)
        return true;
    const auto done = read([](sqlite::Database &database) { return database.tryCheckpoint(); });
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
    const std::lock_guard lock(m_mutex);
    m_database.reset();
}

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/store.h"

#include "base/process.h"
#include "server/store/storequeries.h"

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
    auto database = sqlite::Database::openToRead(path, Store::schema());
    return database ? query::checkPages(*database, "PRAGMA quick_check(1)") : Nothing{};
}

} // namespace

const sqlite::Schema &Store::schema()
{
    static constexpr sqlite::Schema known{.applicationId = 0x76707376, .migrations = migrations}; // "vpsv"
    return known;
}

Result<std::unique_ptr<Store>> Store::open(const QString &directory, const QString &creator)
{
    const auto failed = [](const Error &error) {
        return Error{.kind = Error::Kind::Storage,
                     .detail = QStringLiteral("server.db: ") + error.detail,
                     .code = error.code};
    };
    const QString path = directory + QStringLiteral("/server.db");
    const bool wasCutShort = QFileInfo(path + QStringLiteral("-wal")).size() > 0;
    const bool isSmall = QFileInfo(path).size() < smallFile;
    if (isSmall) {
        if (auto checked = checkFile(path); !checked)
            return failed(checked.error());
    }
    auto database = sqlite::Database::open(path, schema());
    if (!database)
        return failed(database.error());
    std::unique_ptr<Store> store(new Store(*std::move(database), path, creator));
    store->m_isUnchecked = !isSmall && wasCutShort;
    if (auto found = store->findOwner(); !found)
        return found.error();
    if (!store->m_isUnchecked)
        store->scrub(); // a crash may have left deleted voices in the log
    return store;
}

Store::Store(sqlite::Database database, QString path, QString creator)
    : m_database(std::move(database))
    , m_path(std::move(path))
    , m_creator(std::move(creator))
    , m_scrubbing([this](const std::stop_token &stop) { scrubUntilDone(stop); })
{}

Result<Nothing> Store::findOwner()
{
    return write([this](sqlite::Database &database) -> Result<Nothing> {
        const auto known = query::number(database.prepare("SELECT id FROM owner"));
        if (!known)
            return known.error();
        m_owner = *known;
        if (m_owner != 0)
            return Nothing{};
        const auto id = query::newId(database);
        if (!id)
            return id.error();
        m_owner = *id;
        return database.prepare("INSERT INTO owner VALUES (?)").bind(m_owner).run();
    });
}

Error Store::damage()
{
    return {
        .kind = Error::Kind::Storage, .detail = QStringLiteral("restore a backup"), .code = SQLITE_CORRUPT};
}

Result<Nothing> Store::lookForDamage()
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

bool Store::tryToScrub()
{
    if (m_isDamaged)
        return true;
    const auto done = read([](sqlite::Database &database) { return database.tryCheckpoint(); });
    return done && *done;
}

void Store::scrub()
{
    if (tryToScrub())
        return;
    qCWarning(logStorage, "what was deleted stays in the log for now: it is being read, or the disk is full");
    const std::lock_guard lock(m_scrubMutex);
    m_owesScrub = true;
    m_scrubWanted.notify_one();
}

void Store::scrubUntilDone(const std::stop_token &stop)
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

void Store::close()
{
    m_scrubbing = {};
    const std::lock_guard lock(m_mutex);
    m_database.reset();
}

} // namespace server

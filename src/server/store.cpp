// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store.h"

#include "base/log.h"
#include "server/storequeries.h"

namespace server {

namespace {

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

} // namespace

const sqlite::Schema &Store::schema()
{
    static constexpr sqlite::Schema known{.applicationId = 0x76707376, .migrations = migrations}; // "vpsv"
    return known;
}

Result<std::unique_ptr<Store>> Store::open(const QString &directory, const QString &creator)
{
    auto database = sqlite::Database::open(directory + QStringLiteral("/server.db"), schema());
    if (!database)
        return Error{.kind = Error::Kind::Storage,
                     .detail = QStringLiteral("server.db: ") + database.error().detail,
                     .code = database.error().code};
    std::unique_ptr<Store> store(new Store(*std::move(database), creator));
    if (auto found = store->findOwner(); !found)
        return found.error();
    store->scrub(); // a crash may have left deleted voices in the log
    return store;
}

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

void Store::scrub()
{
    const auto done = read([](sqlite::Database &database) { return database.checkpoint(); });
    if (!done)
        qCWarning(logStorage, "what was deleted stays in the log for now: %ls",
                  qUtf16Printable(done.error().detail));
}

void Store::close()
{
    const std::lock_guard lock(m_mutex);
    m_database.reset();
}

} // namespace server

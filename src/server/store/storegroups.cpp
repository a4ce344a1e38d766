// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/store.h"

#include "base/wire.h"
#include "server/http/http.h"
#include "server/store/storequeries.h"

namespace server {

namespace {

// A LIKE pattern for names that begin with \a prefix.
QString beginsWith(QString prefix)
{
    for (const QLatin1Char wildcard : {QLatin1Char('\\'), QLatin1Char('%'), QLatin1Char('_')})
        prefix.replace(wildcard, QString(QLatin1Char('\\')) + wildcard);
    return prefix + QLatin1Char('%');
}

} // namespace

Result<qint64> Store::addGroup(const QString &name, const QString &description)
{
    return write([&](sqlite::Database &database) -> Result<qint64> {
        const auto groups = query::number(database.prepare("SELECT count(*) FROM groups"));
        if (!groups)
            return groups.error();
        if (*groups >= wire::maxGroups)
            return refusal(wire::code::badParameter,
                           QStringLiteral("there are %1 groups already").arg(wire::maxGroups));
        const auto id = query::newId(database);
        if (!id)
            return id.error();
        auto insert = database.prepare("INSERT INTO groups VALUES (?1, ?2, ?3, ?4, ?5, ?5)");
        insert.bind(*id).bind(name).bind(description).bind(m_creator).bind(query::now());
        if (auto added = insert.run(); !added)
            return added.error();
        return *id;
    });
}

Result<Rows<GroupRow>> Store::groups(const GroupFilter &filter, const Page &page)
{
    return read([&](sqlite::Database &database) -> Result<Rows<GroupRow>> {
        const QString pattern = beginsWith(filter.prefix);
        const qint64 every = filter.id ? 0 : 1;
        auto countAll =
            database.prepare("SELECT count(*) FROM groups WHERE name LIKE ? ESCAPE '\\' AND (? OR id = ?)");
        countAll.bind(pattern).bind(every).bind(filter.id.value_or(0));
        const auto total = query::number(std::move(countAll));
        if (!total)
            return total.error();
        auto select = database.prepare(
            "SELECT id, name, description, creator, created, updated,"
            " (SELECT count(*) FROM voiceprints WHERE group_id = groups.id)"
            " FROM groups WHERE name LIKE ? ESCAPE '\\' AND (? OR id = ?) ORDER BY id DESC LIMIT ? OFFSET ?");
        select.bind(pattern)
            .bind(every)
            .bind(filter.id.value_or(0))
            .bind(qint64(page.size))
            .bind(page.offset());
        auto found = query::rows<GroupRow>(select, [](const sqlite::Statement &row) {
            return GroupRow{.id = row.integer(0),
                            .name = row.text(1),
                            .description = row.text(2),
                            .creator = row.text(3),
                            .created = row.integer(4),
                            .updated = row.integer(5),
                            .voiceprints = row.integer(6)};
        });
        if (!found)
            return found.error();
        return Rows<GroupRow>{*std::move(found), *total};
    });
}

Result<Nothing> Store::changeGroup(qint64 id, const Text &name, const Text &description)
{
    const auto changed = write([&](sqlite::Database &database) -> Result<Nothing> {
        if (auto there = query::checkGroup(database, id); !there || (!name && !description))
            return there;
        auto update =
            database.prepare("UPDATE groups SET name = iif(?, ?, name), description = iif(?, ?, description),"
                             " updated = ? WHERE id = ?");
        update.bind(qint64(name.has_value())).bind(name.value_or(QString()));
        update.bind(qint64(description.has_value())).bind(description.value_or(QString()));
        return update.bind(query::now()).bind(id).run();
    });
    if (changed)
        scrub();
    return changed;
}

Result<Nothing> Store::removeGroup(qint64 id)
{
    const auto removed = write([&](sqlite::Database &database) -> Result<Nothing> {
        if (auto there = query::checkGroup(database, id); !there)
            return there;
        return database.prepare("DELETE FROM groups WHERE id = ?").bind(id).run();
    });
    if (removed)
        scrub();
    return removed;
}

Result<Nothing> Store::checkRoom(qint64 group)
{
    return read([&](sqlite::Database &database) { return query::checkRoom(database, group); });
}

} // namespace server

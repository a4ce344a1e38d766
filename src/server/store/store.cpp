// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/store.h"

#include "base/wire.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QSet>

#include <algorithm>
#include <limits>

namespace server {

namespace {

using namespace rows;

Error quota(const QString &words)
{
    return {.kind = Error::Kind::Quota, .detail = words};
}

qint64 now()
{
    return QDateTime::currentSecsSinceEpoch();
}

// An id that was never given out before. Seconds in the upper half, as Coze's ids have them, chance in the
// lower; always above the last.
qint64 idAfter(qint64 last)
{
    constexpr auto largest = quint64(std::numeric_limits<qint64>::max());
    const auto stamp = qint64((quint64(now()) << 32 | QRandomGenerator::global()->generate()) & largest);
    return std::max(stamp, last + 1);
}

// A LIKE pattern for names that begin with \a prefix.
QString beginsWith(QString prefix)
{
    for (const QLatin1Char wildcard : {QLatin1Char('\\'), QLatin1Char('%'), QLatin1Char('_')})
        prefix.replace(wildcard, QString(QLatin1Char('\\')) + wildcard);
    return prefix + QLatin1Char('%');
}

Ids sliceOf(const Ids &ids, const Slice &slice)
{
    const qint64 from = std::min<qint64>(slice.offset, ids.size());
    return ids.mid(from, slice.size);
}

template <class Row>
Result<Rows<Row>> list(const Result<QList<Row>> &rows, const Ids &all)
{
    return rows.and_then([&](const QList<Row> &items) { return Result(Rows<Row>{items, all.size()}); });
}

Result<Nothing> requireRoom(const GroupRow &group)
{
    if (group.members.size() >= wire::maxVoiceprintsPerGroup)
        return quota(
            QStringLiteral("the group holds %1 voiceprints already").arg(wire::maxVoiceprintsPerGroup));
    return Nothing{};
}

} // namespace

Result<std::unique_ptr<Store>> Store::open(const QString &directory, const QString &creator,
                                           std::function<bool()> holdsPlace)
{
    auto database = ServerDatabase::open(directory, std::move(holdsPlace));
    if (!database)
        return database.error();
    std::unique_ptr<Store> store(new Store(*std::move(database), creator));
    if (auto found = store->findOwner(); !found)
        return found.error();
    return store;
}

// 0, which nobody has, where it is damaged.
Result<Nothing> Store::findOwner()
{
    const auto known = m_database->read([](sqlite::Database &database) {
        return database.one("SELECT id, sum = checksum(id) FROM owner",
                            [](const sqlite::Row &row) { return row.integer(1) != 0 ? row.integer(0) : 0; });
    });
    if (!known && !isDamage(known.error()))
        return known.error();
    m_owner = known ? known->value_or(0) : 0;
    if (!known || *known || m_database->isDamaged())
        return Nothing{};
    return m_database->write([this](sqlite::Database &database) -> Result<Nothing> {
        auto all = issued(database);
        if (!all)
            return all.error();
        m_owner = all->last = idAfter(all->last);
        if (auto kept = keep(database, *all); !kept)
            return kept;
        return database.run("INSERT INTO owner VALUES (?1, checksum(?1))", m_owner);
    });
}

Result<qint64> Store::addGroup(const QString &name, const QString &description)
{
    return m_database->write([&](sqlite::Database &database) -> Result<qint64> {
        auto all = issued(database);
        if (!all)
            return all.error();
        if (all->groups.size() >= wire::maxGroups)
            return quota(QStringLiteral("there are %1 groups already").arg(wire::maxGroups));
        all->last = idAfter(all->last);
        all->groups.append(all->last);
        if (auto kept = keep(database, *all); !kept)
            return kept.error();
        return database
            .run("INSERT INTO groups VALUES (?1, ?2, ?3, ?4, ?5, ?5, '',"
                 " checksum(?1, ?2, ?3, ?4, ?5, ?5, ''))",
                 all->last, name, description, m_creator, now())
            .and_then([&](Nothing) { return Result(all->last); });
    });
}

Result<Rows<GroupRow>> Store::groups(const GroupFilter &filter, const Slice &slice)
{
    return m_database->read([&](sqlite::Database &database) -> Result<Rows<GroupRow>> {
        Ids ids;
        if (const auto all = issued(database)) {
            ids = all->groups;
        } else if (isDamage(all.error())) { // then those that are there are all that is known
            const auto there = database.rows("SELECT id FROM groups ORDER BY id",
                                             [](const sqlite::Row &row) { return row.integer(0); });
            if (!there)
                return there.error();
            ids = *there;
        } else {
            return all.error();
        }
        std::reverse(ids.begin(), ids.end());
        if (filter.id)
            ids.removeIf([&](qint64 id) { return id != *filter.id; });
        if (!filter.prefix.isEmpty()) {
            const auto others = database.rows(
                "SELECT id FROM groups WHERE name NOT LIKE ? ESCAPE '\\'",
                [](const sqlite::Row &row) { return row.integer(0); }, beginsWith(filter.prefix));
            if (!others)
                return others.error();
            const QSet<qint64> out(others->begin(), others->end());
            ids.removeIf([&](qint64 id) { return out.contains(id); });
        }
        return list(rows::groups(database, sliceOf(ids, slice)), ids);
    });
}

Result<Nothing> Store::changeGroup(qint64 id, const std::optional<QString> &name,
                                   const std::optional<QString> &description)
{
    return m_database->erase([&](sqlite::Database &database) -> Result<Nothing> {
        const auto group = wholeGroup(database, id);
        if (!group)
            return group.error();
        if (!name && !description)
            return Nothing{};
        if (auto changed = database.run("UPDATE groups SET name = coalesce(?, name),"
                                        " description = coalesce(?, description), updated = ? WHERE id = ?",
                                        name, description, now(), id);
            !changed)
            return changed;
        return keepMembers(database, id, group->members);
    });
}

Result<Nothing> Store::removeGroup(qint64 id)
{
    return m_database->erase([&](sqlite::Database &database) -> Result<Nothing> {
        auto all = issued(database);
        if (!all)
            return all.error();
        if (all->groups.removeAll(id) == 0)
            return notFound("group");
        if (auto kept = keep(database, *all); !kept)
            return kept;
        // Those of a group that has vanished go too.
        if (auto gone = database.run("DELETE FROM voiceprints WHERE group_id = ?", id); !gone)
            return gone;
        return database.run("DELETE FROM groups WHERE id = ?", id);
    });
}

Result<Nothing> Store::checkRoom(qint64 group)
{
    return m_database->read(
        [&](sqlite::Database &database) { return wholeGroup(database, group).and_then(requireRoom); });
}

Result<qint64> Store::addVoiceprint(qint64 group, const QString &name, const QString &description,
                                    const Enrolment &enrolment)
{
    return m_database->write([&](sqlite::Database &database) -> Result<qint64> {
        auto home = wholeGroup(database, group);
        if (!home)
            return home.error();
        if (auto room = requireRoom(*home); !room)
            return room.error();
        auto all = issued(database);
        if (!all)
            return all.error();
        const qint64 id = all->last = idAfter(all->last);
        home->members.append(id);
        if (auto kept = keep(database, *all); !kept)
            return kept.error();
        if (auto added = database.run(
                "INSERT INTO voiceprints VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)", id, group, name,
                description, m_creator, now(), enrolment.engine, enrolment.statistics, enrolment.wav);
            !added)
            return added.error();
        if (auto kept = keepSums(database, id); !kept)
            return kept.error();
        return keepMembers(database, group, home->members).and_then([&](Nothing) { return Result(id); });
    });
}

Result<Rows<VoiceprintRow>> Store::voiceprints(qint64 group, const Slice &slice)
{
    return m_database->read([&](sqlite::Database &database) -> Result<Rows<VoiceprintRow>> {
        const auto home = wholeGroup(database, group);
        if (!home)
            return home.error();
        return list(rows::voiceprints(database, group, sliceOf(home->members, slice)), home->members);
    });
}

Result<Nothing> Store::checkVoiceprint(qint64 group, qint64 id)
{
    return m_database->read([&](sqlite::Database &database) { return requireWhole(database, group, id); });
}

Result<Nothing> Store::changeVoiceprint(qint64 group, qint64 id, const std::optional<QString> &name,
                                        const std::optional<QString> &description,
                                        const std::optional<Enrolment> &enrolment)
{
    return m_database->erase([&](sqlite::Database &database) -> Result<Nothing> {
        if (auto there = requireWhole(database, group, id); !there || (!name && !description && !enrolment))
            return there;
        if (auto updated = database.run("UPDATE voiceprints SET name = coalesce(?, name),"
                                        " description = coalesce(?, description), updated = ? WHERE id = ?",
                                        name, description, now(), id);
            !updated)
            return updated;
        if (!enrolment)
            return database.run(
                "UPDATE sums SET described = (SELECT checksum(id, group_id, name, description,"
                " creator, created, updated) FROM voiceprints WHERE id = ?1)"
                " WHERE voiceprint = ?1",
                id);
        if (auto replaced =
                database.run("UPDATE voiceprints SET engine = ?, statistics = ?, wav = ? WHERE id = ?",
                             enrolment->engine, enrolment->statistics, enrolment->wav, id);
            !replaced)
            return replaced;
        return keepSums(database, id);
    });
}

Result<Nothing> Store::removeVoiceprint(qint64 group, qint64 id)
{
    return m_database->erase([&](sqlite::Database &database) -> Result<Nothing> {
        auto home = groupOf(database, group, id);
        if (!home)
            return home.error();
        home->members.removeAll(id);
        // Of a voiceprint that has vanished they were left.
        if (auto gone = database.run("DELETE FROM sums WHERE voiceprint = ?", id); !gone)
            return gone;
        if (auto kept = keepMembers(database, group, home->members); !kept)
            return kept;
        return database.run("DELETE FROM voiceprints WHERE id = ?", id);
    });
}

Result<QByteArray> Store::wav(qint64 group, qint64 id)
{
    return m_database->readApart([&](sqlite::Database &database) {
        return groupOf(database, group, id).and_then([&](const GroupRow &) {
            return rows::wav(database, id);
        });
    });
}

Result<QList<MemberRow>> Store::members(qint64 group)
{
    return m_database->read([&](sqlite::Database &database) -> Result<QList<MemberRow>> {
        const auto home = wholeGroup(database, group);
        if (!home)
            return home.error();
        return rows::members(database, group, home->members);
    });
}

Result<std::optional<MemberRow>> Store::outdated(const QByteArray &engine, qint64 last)
{
    return m_database->read(
        [&](sqlite::Database &database) { return rows::outdated(database, engine, last); });
}

Result<Nothing> Store::renewStatistics(const MemberRow &old, const QByteArray &engine,
                                       const QByteArray &statistics)
{
    return m_database->write([&](sqlite::Database &database) -> Result<Nothing> {
        if (auto renewed = database.run("UPDATE voiceprints SET engine = ?, statistics = ? WHERE id = ? AND "
                                        "engine = ? AND statistics = ?",
                                        engine, statistics, old.id, old.engine, old.statistics);
            !renewed)
            return renewed;
        return database.run("UPDATE sums SET statistics = checksum(?1, ?2, ?3) WHERE voiceprint = ?1 AND"
                            " (SELECT engine = ?2 AND statistics = ?3 FROM voiceprints WHERE id = ?1)",
                            old.id, engine, statistics);
    });
}

} // namespace server

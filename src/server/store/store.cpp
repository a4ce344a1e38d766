// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/store.h"

#include "base/wire.h"

#include <QDateTime>
#include <QRandomGenerator>

#include <limits>

namespace server {

namespace {

constexpr const char *countVoiceprints = "SELECT count(*) FROM voiceprints WHERE group_id = ?";

Error notFound(const char *what)
{
    return {.kind = Error::Kind::NotFound,
            .detail = QStringLiteral("there is no such ") + QLatin1String(what)};
}

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
Result<qint64> newId(sqlite::Database &database)
{
    const auto last = database.number("SELECT id FROM issued");
    if (!last)
        return last;
    constexpr auto most = quint64(std::numeric_limits<qint64>::max());
    const auto stamp = qint64((quint64(now()) << 32 | QRandomGenerator::global()->generate()) & most);
    const qint64 id = std::max(stamp, *last + 1);
    return database.run("UPDATE issued SET id = ?", id).and_then([id](Nothing) { return Result(id); });
}

// The new id under which \a sql adds a row of \a args.
template <class... Args>
Result<qint64> add(sqlite::Database &database, const char *sql, const Args &...args)
{
    const auto id = newId(database);
    if (!id)
        return id;
    return database.run(sql, *id, args...).and_then([&](Nothing) { return id; });
}

// NotFound where \a sql counts nothing.
template <class... Args>
Result<Nothing> require(sqlite::Database &database, const char *what, const char *sql, const Args &...args)
{
    const auto there = database.number(sql, args...);
    if (!there)
        return there.error();
    if (*there == 0)
        return notFound(what);
    return Nothing{};
}

Result<Nothing> requireGroup(sqlite::Database &database, qint64 id)
{
    return require(database, "group", "SELECT count(*) FROM groups WHERE id = ?", id);
}

Result<Nothing> requireVoiceprint(sqlite::Database &database, qint64 group, qint64 id)
{
    return requireGroup(database, group).and_then([&](Nothing) {
        return require(database, "voiceprint in this group",
                       "SELECT count(*) FROM voiceprints WHERE id = ? AND group_id = ?", id, group);
    });
}

// Whether the group is there and takes one voiceprint more.
Result<Nothing> requireRoom(sqlite::Database &database, qint64 group)
{
    if (auto there = requireGroup(database, group); !there)
        return there;
    const auto members = database.number(countVoiceprints, group);
    if (!members)
        return members.error();
    if (*members >= wire::maxVoiceprintsPerGroup)
        return quota(
            QStringLiteral("the group holds %1 voiceprints already").arg(wire::maxVoiceprintsPerGroup));
    return Nothing{};
}

// A LIKE pattern for names that begin with \a prefix.
QString beginsWith(QString prefix)
{
    for (const QLatin1Char wildcard : {QLatin1Char('\\'), QLatin1Char('%'), QLatin1Char('_')})
        prefix.replace(wildcard, QString(QLatin1Char('\\')) + wildcard);
    return prefix + QLatin1Char('%');
}

GroupRow toGroup(const sqlite::Row &row)
{
    return {.id = row.integer(0),
            .name = row.text(1),
            .description = row.text(2),
            .creator = row.text(3),
            .created = row.integer(4),
            .updated = row.integer(5),
            .voiceprints = row.integer(6)};
}

VoiceprintRow toVoiceprint(const sqlite::Row &row)
{
    return {.id = row.integer(0),
            .group = row.integer(1),
            .name = row.text(2),
            .description = row.text(3),
            .creator = row.text(4),
            .created = row.integer(5),
            .updated = row.integer(6)};
}

MemberRow toMember(const sqlite::Row &row)
{
    return {.group = row.integer(0),
            .id = row.integer(1),
            .name = row.text(2),
            .description = row.text(3),
            .engine = row.blob(4),
            .statistics = row.blob(5)};
}

// The slice of what \a sql gives, and all that \a count counts.
template <class Row, class... Args>
Result<Rows<Row>> list(sqlite::Database &database, const char *count, const char *sql,
                       Row (*read)(const sqlite::Row &), const Slice &slice, const Args &...args)
{
    const auto total = database.number(count, args...);
    if (!total)
        return total.error();
    return database.rows(sql, read, args..., slice.size, slice.offset).and_then([&](const QList<Row> &rows) {
        return Result(Rows<Row>{rows, *total});
    });
}

} // namespace

Result<std::unique_ptr<Store>> Store::open(const QString &directory, const QString &creator)
{
    auto database = ServerDatabase::open(directory);
    if (!database)
        return database.error();
    std::unique_ptr<Store> store(new Store(*std::move(database), creator));
    if (auto found = store->findOwner(); !found)
        return found.error();
    return store;
}

Result<Nothing> Store::findOwner()
{
    return m_database->write([this](sqlite::Database &database) -> Result<Nothing> {
        const auto known = database.number("SELECT id FROM owner");
        if (!known)
            return known.error();
        m_owner = *known;
        if (m_owner != 0)
            return Nothing{};
        const auto id = newId(database);
        if (!id)
            return id.error();
        m_owner = *id;
        return database.run("INSERT INTO owner VALUES (?)", m_owner);
    });
}

Result<qint64> Store::addGroup(const QString &name, const QString &description)
{
    return m_database->write([&](sqlite::Database &database) -> Result<qint64> {
        const auto groups = database.number("SELECT count(*) FROM groups");
        if (!groups)
            return groups;
        if (*groups >= wire::maxGroups)
            return quota(QStringLiteral("there are %1 groups already").arg(wire::maxGroups));
        return add(database, "INSERT INTO groups VALUES (?1, ?2, ?3, ?4, ?5, ?5)", name, description,
                   m_creator, now());
    });
}

Result<Rows<GroupRow>> Store::groups(const GroupFilter &filter, const Slice &slice)
{
    return m_database->read([&](sqlite::Database &database) {
        return list(
            database, "SELECT count(*) FROM groups WHERE name LIKE ? ESCAPE '\\' AND id = coalesce(?, id)",
            "SELECT id, name, description, creator, created, updated,"
            " (SELECT count(*) FROM voiceprints WHERE group_id = groups.id) FROM groups"
            " WHERE name LIKE ? ESCAPE '\\' AND id = coalesce(?, id) ORDER BY id DESC LIMIT ? OFFSET ?",
            toGroup, slice, beginsWith(filter.prefix), filter.id);
    });
}

Result<Nothing> Store::changeGroup(qint64 id, const std::optional<QString> &name,
                                   const std::optional<QString> &description)
{
    return m_database->erase([&](sqlite::Database &database) {
        if (auto there = requireGroup(database, id); !there || (!name && !description))
            return there;
        return database.run("UPDATE groups SET name = coalesce(?, name),"
                            " description = coalesce(?, description), updated = ? WHERE id = ?",
                            name, description, now(), id);
    });
}

Result<Nothing> Store::removeGroup(qint64 id)
{
    return m_database->erase([&](sqlite::Database &database) {
        if (auto there = requireGroup(database, id); !there)
            return there;
        return database.run("DELETE FROM groups WHERE id = ?", id);
    });
}

Result<Nothing> Store::checkRoom(qint64 group)
{
    return m_database->read([&](sqlite::Database &database) { return requireRoom(database, group); });
}

Result<qint64> Store::addVoiceprint(qint64 group, const QString &name, const QString &description,
                                    const Enrolment &enrolment)
{
    return m_database->write([&](sqlite::Database &database) -> Result<qint64> {
        if (auto room = requireRoom(database, group); !room)
            return room.error();
        return add(database, "INSERT INTO voiceprints VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)", group,
                   name, description, m_creator, now(), enrolment.engine, enrolment.statistics,
                   enrolment.wav);
    });
}

Result<Rows<VoiceprintRow>> Store::voiceprints(qint64 group, const Slice &slice)
{
    return m_database->read([&](sqlite::Database &database) -> Result<Rows<VoiceprintRow>> {
        if (auto there = requireGroup(database, group); !there)
            return there.error();
        return list(database, countVoiceprints,
                    "SELECT id, group_id, name, description, creator, created, updated"
                    " FROM voiceprints WHERE group_id = ? ORDER BY id LIMIT ? OFFSET ?",
                    toVoiceprint, slice, group);
    });
}

Result<Nothing> Store::checkVoiceprint(qint64 group, qint64 id)
{
    return m_database->read(
        [&](sqlite::Database &database) { return requireVoiceprint(database, group, id); });
}

Result<Nothing> Store::changeVoiceprint(qint64 group, qint64 id, const std::optional<QString> &name,
                                        const std::optional<QString> &description,
                                        const std::optional<Enrolment> &enrolment)
{
    return m_database->erase([&](sqlite::Database &database) {
        if (auto there = requireVoiceprint(database, group, id);
            !there || (!name && !description && !enrolment))
            return there;
        auto updated = database.run("UPDATE voiceprints SET name = coalesce(?, name),"
                                    " description = coalesce(?, description), updated = ? WHERE id = ?",
                                    name, description, now(), id);
        if (!updated || !enrolment)
            return updated;
        return database.run("UPDATE voiceprints SET engine = ?, statistics = ?, wav = ? WHERE id = ?",
                            enrolment->engine, enrolment->statistics, enrolment->wav, id);
    });
}

Result<Nothing> Store::removeVoiceprint(qint64 group, qint64 id)
{
    return m_database->erase([&](sqlite::Database &database) {
        if (auto there = requireVoiceprint(database, group, id); !there)
            return there;
        return database.run("DELETE FROM voiceprints WHERE id = ?", id);
    });
}

Result<QByteArray> Store::wav(qint64 group, qint64 id)
{
    const auto found = m_database->read([&](sqlite::Database &database) {
        return database.one<QByteArray>("SELECT wav FROM voiceprints WHERE id = ? AND group_id = ?", id,
                                        group);
    });
    if (!found)
        return found.error();
    if (!*found)
        return notFound("voiceprint in this group");
    return **found;
}

Result<QList<MemberRow>> Store::members(qint64 group)
{
    return m_database->read([&](sqlite::Database &database) -> Result<QList<MemberRow>> {
        if (auto there = requireGroup(database, group); !there)
            return there.error();
        return database.rows("SELECT group_id, id, name, description, engine, statistics FROM voiceprints "
                             "WHERE group_id = ? ORDER BY id",
                             toMember, group);
    });
}

Result<std::optional<MemberRow>> Store::outdated(const QByteArray &engine, qint64 last)
{
    return m_database->read([&](sqlite::Database &database) {
        return database.one("SELECT group_id, id, name, description, engine, statistics FROM voiceprints "
                            "WHERE id > ? AND engine <> ? ORDER BY id LIMIT 1",
                            toMember, last, engine);
    });
}

Result<Nothing> Store::renewStatistics(const MemberRow &old, const QByteArray &engine,
                                       const QByteArray &statistics)
{
    return m_database->write([&](sqlite::Database &database) {
        return database.run("UPDATE voiceprints SET engine = ?, statistics = ? WHERE id = ? AND "
                            "engine = ? AND statistics = ?",
                            engine, statistics, old.id, old.engine, old.statistics);
    });
}

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rows.h"

#include <concepts>

#include <sqlite3.h>

namespace server::rows {

namespace {

Error damaged(const QString &what)
{
    return storageError(what + QStringLiteral(": delete it, or restore a backup"), SQLITE_CORRUPT);
}

Error listDamaged(const char *how)
{
    return storageError(QStringLiteral("the list of the groups %1: restore a backup").arg(QLatin1String(how)),
                        SQLITE_CORRUPT);
}

// Ids as a row keeps those of the rows that it would miss: "75 76 79".
Ids toIds(const QByteArray &text)
{
    Ids ids;
    for (const QByteArray &id : text.split(' ')) {
        if (!id.isEmpty())
            ids.append(id.toLongLong());
    }
    return ids;
}

QString toText(const Ids &ids)
{
    QStringList words;
    words.reserve(ids.size());
    for (const qint64 id : ids)
        words.append(QString::number(id));
    return words.join(u' ');
}

Read<GroupRow> toGroup(const sqlite::Row &row)
{
    Read<GroupRow> group{.row = {.id = row.integer(0),
                                 .name = row.text(1),
                                 .description = row.text(2),
                                 .creator = row.text(3),
                                 .created = row.integer(4),
                                 .updated = row.integer(5),
                                 .members = toIds(row.blob(6))},
                         .isWhole = row.integer(7) != 0};
    return group;
}

Read<VoiceprintRow> toVoiceprint(const sqlite::Row &row)
{
    return {.row = {.id = row.integer(0),
                    .group = row.integer(1),
                    .name = row.text(2),
                    .description = row.text(3),
                    .creator = row.text(4),
                    .created = row.integer(5),
                    .updated = row.integer(6)},
            .isWhole = row.integer(7) != 0};
}

Read<MemberRow> toMember(const sqlite::Row &row)
{
    return {.row = {.group = row.integer(0),
                    .id = row.integer(1),
                    .name = row.text(2),
                    .description = row.text(3),
                    .engine = row.blob(4),
                    .statistics = row.blob(5),
                    .isWhole = row.integer(6) != 0},
            .isWhole = row.integer(7) != 0};
}

const QByteArray groupsSql =
    "SELECT id, name, description, creator, created, updated, members,"
    " sum = checksum(id, name, description, creator, created, updated, members) FROM groups ";
const QByteArray describedSql = ", ifnull(s.described = checksum(v.id, v.group_id, v.name, v.description,"
                                " v.creator, v.created, v.updated), 0)";
const QByteArray fromSql = " FROM voiceprints v LEFT JOIN sums s ON s.voiceprint = v.id ";
const QByteArray voiceprintsSql =
    "SELECT v.id, v.group_id, v.name, v.description, v.creator, v.created, v.updated" + describedSql +
    fromSql;
const QByteArray membersSql = "SELECT v.group_id, v.id, v.name, v.description, v.engine, v.statistics,"
                              " ifnull(s.statistics = checksum(v.id, v.engine, v.statistics), 0)" +
                              describedSql + fromSql;

// The rows of \a ids that can be read: all at once, or each by itself where some cannot.
template <class Row>
Result<QHash<qint64, Read<Row>>> readEach(sqlite::Database &database, const QByteArray &sql, const char *id,
                                          const Ids &ids, Read<Row> (*read)(const sqlite::Row &))
{
    QHash<qint64, Read<Row>> found;
    const QByteArray where = sql + "WHERE " + id;
    const QByteArray all = where + " IN (SELECT value FROM json_each(?))";
    const auto rows =
        database.rows(all.constData(), read, QString(u'[' + toText(ids).replace(u' ', u',') + u']'));
    if (!rows && !isDamage(rows.error()))
        return rows.error();
    if (rows) {
        for (const Read<Row> &row : *rows)
            found.insert(row.row.id, row);
        return found;
    }
    const QByteArray one = where + " = ?";
    for (const qint64 wanted : ids) {
        if (const auto row = database.one(one.constData(), read, wanted); row && *row)
            found.insert(wanted, **row);
    }
    return found;
}

// The rows of \a ids in their order, the damaged ones marked.
template <class Row>
Result<QList<Row>> inOrder(const Ids &ids, const Result<QHash<qint64, Read<Row>>> &found, const char *what)
{
    if (!found)
        return found.error();
    QList<Row> rows;
    rows.reserve(ids.size());
    for (const qint64 id : ids) {
        Read<Row> read = found->value(id);
        if (!read.isWhole) {
            read.row.id = id;
            read.row.name = damagedMark + (read.row.name.isEmpty()
                                               ? QLatin1String(what) + QLatin1Char(' ') + QString::number(id)
                                               : read.row.name);
            if constexpr (std::same_as<Row, GroupRow>)
                read.row.members.clear();
            read.row.description =
                QStringLiteral("This entry of the database is damaged: delete it, or restore a backup.");
        }
        rows.append(read.row);
    }
    return rows;
}

} // namespace

bool isDamage(const Error &error)
{
    return error.kind == Error::Kind::Storage && (error.code & 0xff) == SQLITE_CORRUPT;
}

Error notFound(const char *what)
{
    return {.kind = Error::Kind::NotFound,
            .detail = QStringLiteral("there is no such ") + QLatin1String(what)};
}

Result<Issued> issued(sqlite::Database &database)
{
    const auto found =
        database.one("SELECT id, groups, sum = checksum(id, groups) FROM issued", [](const sqlite::Row &row) {
            return std::pair(Issued{row.integer(0), toIds(row.blob(1))}, row.integer(2) != 0);
        });
    if (!found)
        return found.error();
    if (!*found || !(*found)->second)
        return listDamaged(*found ? "is not as it was written" : "has vanished");
    return (*found)->first;
}

Result<Nothing> keep(sqlite::Database &database, const Issued &all)
{
    return database.run("UPDATE issued SET id = ?1, groups = ?2, sum = checksum(?1, ?2)", all.last,
                        toText(all.groups));
}

Result<GroupRow> wholeGroup(sqlite::Database &database, qint64 id)
{
    const QByteArray sql = groupsSql + "WHERE id = ?";
    const auto found = database.one(sql.constData(), toGroup, id);
    if (!found)
        return isDamage(found.error()) ? damaged(QStringLiteral("the group %1").arg(id)) : found.error();
    if (*found && (*found)->isWhole)
        return (*found)->row;
    if (*found)
        return damaged(
            QStringLiteral("the group “%1” (%2) is not as it was written").arg((*found)->row.name).arg(id));
    const auto all = issued(database);
    if (all && !all->groups.contains(id))
        return notFound("group");
    return all ? damaged(QStringLiteral("the group %1 has vanished").arg(id)) : all.error();
}

Result<GroupRow> groupOf(sqlite::Database &database, qint64 group, qint64 id)
{
    auto found = wholeGroup(database, group);
    if (found && !found->members.contains(id))
        return notFound("voiceprint in this group");
    return found;
}

Result<Nothing> requireWhole(sqlite::Database &database, qint64 group, qint64 id)
{
    if (auto there = groupOf(database, group, id); !there)
        return there.error();
    const auto found = readEach<VoiceprintRow>(database, voiceprintsSql, "v.id", {id}, toVoiceprint);
    if (!found)
        return found.error();
    const Read<VoiceprintRow> read = found->value(id);
    if (read.isWhole)
        return Nothing{};
    return damaged(
        QStringLiteral("the voiceprint “%1” (%2) is not as it was written").arg(read.row.name).arg(id));
}

Result<QList<GroupRow>> groups(sqlite::Database &database, const Ids &ids)
{
    return inOrder<GroupRow>(ids, readEach<GroupRow>(database, groupsSql, "id", ids, toGroup), "group");
}

Result<QList<VoiceprintRow>> voiceprints(sqlite::Database &database, qint64 group, const Ids &ids)
{
    auto rows = inOrder<VoiceprintRow>(
        ids, readEach<VoiceprintRow>(database, voiceprintsSql, "v.id", ids, toVoiceprint), "voiceprint");
    if (rows) {
        for (VoiceprintRow &row : *rows)
            row.group = group;
    }
    return rows;
}

Result<QList<MemberRow>> members(sqlite::Database &database, qint64 group, const Ids &ids)
{
    auto rows = inOrder<MemberRow>(ids, readEach<MemberRow>(database, membersSql, "v.id", ids, toMember),
                                   "voiceprint");
    if (rows) {
        for (MemberRow &row : *rows)
            row.group = group;
    }
    return rows;
}

Result<std::optional<MemberRow>> outdated(sqlite::Database &database, const QByteArray &engine, qint64 last)
{
    const QByteArray sql = membersSql + "WHERE v.id > ? AND v.engine <> ? ORDER BY v.id LIMIT 1";
    const auto found = database.one(sql.constData(), toMember, last, engine);
    if (!found)
        return found.error();
    return *found ? std::optional((*found)->row) : std::nullopt;
}

Result<QByteArray> wav(sqlite::Database &database, qint64 id)
{
    const auto found = database.one(
        "SELECT v.wav, ifnull(s.wav = checksum(v.id, v.wav), 0) FROM voiceprints v"
        " LEFT JOIN sums s ON s.voiceprint = v.id WHERE v.id = ?",
        [](const sqlite::Row &row) { return std::pair(row.blob(0), row.integer(1) != 0); }, id);
    if (!found && !isDamage(found.error()))
        return found.error();
    if (found && *found && (*found)->second)
        return (*found)->first;
    const auto name = database.one<QString>("SELECT name FROM voiceprints WHERE id = ?", id);
    return damaged(QStringLiteral("the recording of “%1” (%2) is not as it was written")
                       .arg(name ? name->value_or(QString()) : QString())
                       .arg(id));
}

Result<Nothing> keepMembers(sqlite::Database &database, qint64 group, const Ids &members)
{
    return database.run("UPDATE groups SET members = ?2, sum ="
                        " checksum(id, name, description, creator, created, updated, ?2) WHERE id = ?1",
                        group, toText(members));
}

Result<Nothing> keepSums(sqlite::Database &database, qint64 id)
{
    return database.run("INSERT OR REPLACE INTO sums SELECT id,"
                        " checksum(id, group_id, name, description, creator, created, updated),"
                        " checksum(id, engine, statistics), checksum(id, wav) FROM voiceprints WHERE id = ?",
                        id);
}

} // namespace server::rows

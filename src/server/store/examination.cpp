// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/examination.h"

#include "base/wire.h"
#include "server/store/rows.h"

#include <QDateTime>
#include <QSet>

#include <sqlite3.h>

namespace server {

namespace {

constexpr qsizetype most = 100; // of findings: a broken file has thousands

// What no row may hold, whoever wrote it: statements that name each that does.
constexpr const char *ranges[] = {
    "SELECT 'the group ' || id || ' holds what no group can hold' FROM groups WHERE id <= 0"
    " OR typeof(name) <> 'text' OR length(name) NOT BETWEEN 1 AND 16384 OR typeof(description) <> 'text'"
    " OR length(description) > 16384 OR typeof(creator) <> 'text' OR typeof(created) <> 'integer'"
    " OR typeof(updated) <> 'integer' OR created NOT BETWEEN 0 AND 0xffffffffff"
    " OR updated NOT BETWEEN 0 AND 0xffffffffff",
    "SELECT 'the voiceprint ' || id || ' holds what no voiceprint can hold' FROM voiceprints WHERE id <= 0"
    " OR typeof(name) <> 'text' OR length(name) NOT BETWEEN 1 AND 16384 OR typeof(description) <> 'text'"
    " OR length(description) > 16384 OR typeof(creator) <> 'text' OR typeof(created) <> 'integer'"
    " OR typeof(updated) <> 'integer' OR created NOT BETWEEN 0 AND 0xffffffffff"
    " OR updated NOT BETWEEN 0 AND 0xffffffffff OR typeof(engine) <> 'blob' OR typeof(statistics) <> 'blob'"
    " OR typeof(wav) <> 'blob' OR length(wav) > 4300000",
    "SELECT 'the group ' || group_id || ' holds more voiceprints than a group can' FROM voiceprints"
    " GROUP BY group_id HAVING count(*) > 10",
    "SELECT 'there are more groups than there can be' WHERE (SELECT count(*) FROM groups) > 1000",
    "SELECT 'it has no single counter of ids' WHERE (SELECT count(*) FROM issued) <> 1",
    "SELECT 'the counter of ids is behind the ids' FROM issued WHERE id < max("
    "(SELECT ifnull(max(id), 0) FROM groups), (SELECT ifnull(max(id), 0) FROM voiceprints))",
    "SELECT 'it has more than one owner' WHERE (SELECT count(*) FROM owner) > 1"};

constexpr const char *sumOfAll =
    "SELECT checksum((SELECT group_concat(id || ':' || sum, ' ') FROM (SELECT id, sum FROM groups ORDER BY "
    "id)),"
    " (SELECT group_concat(voiceprint || ':' || described || ':' || statistics || ':' || wav, ' ')"
    " FROM (SELECT * FROM sums ORDER BY voiceprint)), (SELECT sum FROM issued), (SELECT sum FROM owner), ?, "
    "?, ?)";

class Examination
{
public:
    explicit Examination(sqlite::Database &database)
        : m_database(database)
    {}

    Result<QStringList> run()
    {
        list("PRAGMA integrity_check(20)");
        m_findings.removeAll(QStringLiteral("ok"));
        list("SELECT 'a row of ' || \"table\" || ' (' || rowid || ') belongs to nothing that is there'"
             " FROM pragma_foreign_key_check");
        for (const char *range : ranges)
            list(range);
        const auto version = m_database.number("PRAGMA user_version");
        if (!version)
            return version.error();
        if (*version >= 2)
            compare();
        if (m_stopped)
            return *m_stopped;
        m_findings.removeDuplicates();
        return m_findings.first(std::min(most, m_findings.size()));
    }

private:
    void find(const Error &error)
    {
        const int status = error.code & 0xff;
        if (status == SQLITE_CORRUPT || status == SQLITE_NOTADB)
            m_findings.append(error.detail);
        else if (!m_stopped)
            m_stopped = error; // asked to end, or the disk gives an error
    }
    // What the statement names is wrong.
    void list(const char *sql)
    {
        const auto named = m_database.rows(sql, [](const sqlite::Row &row) { return row.text(0); });
        if (named)
            m_findings += *named;
        else
            find(named.error());
    }
    void compare()
    {
        list("SELECT 'the owner is not as it was written' FROM owner WHERE sum <> checksum(id)");
        const auto all = rows::issued(m_database);
        if (!all)
            return find(all.error());
        QSet<qint64> people;
        for (const qint64 id : all->groups) {
            const auto group = rows::wholeGroup(m_database, id);
            if (!group) {
                find(group.error());
                continue;
            }
            for (const qint64 person : group->members) {
                compare(id, person);
                people += person;
            }
        }
        strangers("SELECT id FROM groups", {all->groups.begin(), all->groups.end()}, "group");
        strangers("SELECT id FROM voiceprints", people, "voiceprint");
        compareManifest();
    }
    void compare(qint64 group, qint64 id)
    {
        if (m_stopped)
            return;
        if (const auto whole = rows::requireWhole(m_database, group, id); !whole)
            return find(whole.error());
        const auto member = rows::members(m_database, group, {id});
        if (!member)
            find(member.error());
        else if (!member->first().isWhole)
            m_findings.append(QStringLiteral("the statistics of “%1” (%2) are not as they were written")
                                  .arg(member->first().name)
                                  .arg(id));
        if (const auto wav = rows::wav(m_database, id); !wav)
            find(wav.error());
    }
    // Rows that nothing misses have come back, or were doubled.
    void strangers(const char *sql, const QSet<qint64> &known, const char *what)
    {
        const auto ids = m_database.rows(sql, [](const sqlite::Row &row) { return row.integer(0); });
        if (!ids)
            return find(ids.error());
        QSet<qint64> seen;
        for (const qint64 id : *ids) {
            if (!known.contains(id) || seen.contains(id))
                m_findings.append(QStringLiteral("the %1 %2 should not be there")
                                      .arg(QLatin1String(what), QString::number(id)));
            seen += id;
        }
    }
    void compareManifest()
    {
        struct Manifest
        {
            qint64 groups, voiceprints, made, sum;
        };
        const auto manifest =
            m_database.one("SELECT groups, voiceprints, made, sum FROM manifest", [](const sqlite::Row &row) {
                return Manifest{row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
            });
        if (!manifest)
            return find(manifest.error());
        if (!*manifest)
            return;
        const auto &[groups, voiceprints, made, sum] = **manifest;
        const auto held = m_database.number("SELECT (SELECT count(*) FROM groups) = ? AND"
                                            " (SELECT count(*) FROM voiceprints) = ?",
                                            groups, voiceprints);
        const auto found = m_database.number(sumOfAll, groups, voiceprints, made);
        if (!held || !found)
            find(held ? found.error() : held.error());
        else if (*held == 0 || *found != sum)
            m_findings.append(QStringLiteral("the backup does not hold what its manifest says"));
    }

    sqlite::Database &m_database;
    QStringList m_findings;
    std::optional<Error> m_stopped;
};

} // namespace

Result<QStringList> examine(sqlite::Database &database)
{
    return Examination(database).run();
}

Result<Nothing> writeManifest(sqlite::Database &database)
{
    const qint64 made = QDateTime::currentSecsSinceEpoch();
    const auto groups = database.number("SELECT count(*) FROM groups");
    const auto voiceprints = database.number("SELECT count(*) FROM voiceprints");
    if (!groups || !voiceprints)
        return groups ? voiceprints.error() : groups.error();
    const auto sum = database.number(sumOfAll, *groups, *voiceprints, made);
    if (!sum)
        return sum.error();
    return database.run("INSERT INTO manifest VALUES (?, ?, ?, ?)", *groups, *voiceprints, made, *sum);
}

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/store.h"

#include "server/store/storequeries.h"

namespace server {

Result<qint64> Store::addVoiceprint(qint64 group, const QString &name, const QString &description,
                                    const Enrolment &enrolment)
{
    return write([&](sqlite::Database &database) -> Result<qint64> {
        if (auto room = query::checkRoom(database, group); !room)
            return room.error();
        const auto id = query::newId(database);
        if (!id)
            return id.error();
        auto insert =
            database.prepare("INSERT INTO voiceprints VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)");
        insert.bind(*id).bind(group).bind(name).bind(description).bind(m_creator).bind(query::now());
        insert.bind(enrolment.engine).bind(enrolment.statistics).bind(enrolment.wav);
        if (auto added = insert.run(); !added)
            return added.error();
        return *id;
    });
}

Result<Rows<VoiceprintRow>> Store::voiceprints(qint64 group, const Page &page)
{
    return read([&](sqlite::Database &database) -> Result<Rows<VoiceprintRow>> {
        if (auto there = query::checkGroup(database, group); !there)
            return there.error();
        auto countAll = database.prepare("SELECT count(*) FROM voiceprints WHERE group_id = ?");
        countAll.bind(group);
        const auto total = query::number(std::move(countAll));
        if (!total)
            return total.error();
        auto select = database.prepare("SELECT id, group_id, name, description, creator, created, updated"
                                       " FROM voiceprints WHERE group_id = ? ORDER BY id LIMIT ? OFFSET ?");
        select.bind(group).bind(qint64(page.size)).bind(page.offset());
        auto found = query::rows<VoiceprintRow>(select, [](const sqlite::Statement &row) {
            return VoiceprintRow{.id = row.integer(0),
                                 .group = row.integer(1),
                                 .name = row.text(2),
                                 .description = row.text(3),
                                 .creator = row.text(4),
                                 .created = row.integer(5),
                                 .updated = row.integer(6)};
        });
        if (!found)
            return found.error();
        return Rows<VoiceprintRow>{*std::move(found), *total};
    });
}

Result<Nothing> Store::checkVoiceprint(qint64 group, qint64 id)
{
    return read([&](sqlite::Database &database) { return query::checkVoiceprint(database, group, id); });
}

Result<Nothing> Store::changeVoiceprint(qint64 group, qint64 id, const Text &name, const Text &description,
                                        const std::optional<Enrolment> &enrolment)
{
    const auto changed = write([&](sqlite::Database &database) -> Result<Nothing> {
        if (auto there = query::checkVoiceprint(database, group, id);
            !there || (!name && !description && !enrolment))
            return there;
        auto update = database.prepare("UPDATE voiceprints SET name = iif(?, ?, name),"
                                       " description = iif(?, ?, description), updated = ? WHERE id = ?");
        update.bind(qint64(name.has_value())).bind(name.value_or(QString()));
        update.bind(qint64(description.has_value())).bind(description.value_or(QString()));
        auto updated = update.bind(query::now()).bind(id).run();
        if (!updated || !enrolment)
            return updated;
        auto replace =
            database.prepare("UPDATE voiceprints SET engine = ?, statistics = ?, wav = ? WHERE id = ?");
        return replace.bind(enrolment->engine)
            .bind(enrolment->statistics)
            .bind(enrolment->wav)
            .bind(id)
            .run();
    });
    if (changed)
        scrub();
    return changed;
}

Result<Nothing> Store::removeVoiceprint(qint64 group, qint64 id)
{
    const auto removed = write([&](sqlite::Database &database) -> Result<Nothing> {
        if (auto there = query::checkVoiceprint(database, group, id); !there)
            return there;
        return database.prepare("DELETE FROM voiceprints WHERE id = ?").bind(id).run();
    });
    if (removed)
        scrub();
    return removed;
}

Result<QByteArray> Store::wav(qint64 group, qint64 id)
{
    return read([&](sqlite::Database &database) -> Result<QByteArray> {
        auto select = database.prepare("SELECT wav FROM voiceprints WHERE id = ? AND group_id = ?");
        const auto row = select.bind(id).bind(group).step();
        if (!row)
            return row.error();
        if (!*row)
            return query::notFound("voiceprint in this group");
        return select.blob(0);
    });
}

Result<QList<MemberRow>> Store::members(qint64 group)
{
    return read([&](sqlite::Database &database) -> Result<QList<MemberRow>> {
        if (auto there = query::checkGroup(database, group); !there)
            return there.error();
        auto select = database.prepare("SELECT id, name, description, engine, statistics FROM voiceprints "
                                       "WHERE group_id = ? ORDER BY id");
        select.bind(group);
        return query::rows<MemberRow>(select, [](const sqlite::Statement &row) {
            return MemberRow{.id = row.integer(0),
                             .name = row.text(1),
                             .description = row.text(2),
                             .engine = row.blob(3),
                             .statistics = row.blob(4)};
        });
    });
}

Result<std::optional<Store::Outdated>> Store::outdated(const QByteArray &engine, qint64 last)
{
    return read([&](sqlite::Database &database) -> Result<std::optional<Outdated>> {
        auto select = database.prepare("SELECT group_id, id, name, description, engine, statistics FROM "
                                       "voiceprints WHERE id > ? AND engine <> ? ORDER BY id LIMIT 1");
        const auto row = select.bind(last).bind(engine).step();
        if (!row)
            return row.error();
        if (!*row)
            return std::optional<Outdated>{};
        return std::optional(Outdated{.group = select.integer(0),
                                      .row = {.id = select.integer(1),
                                              .name = select.text(2),
                                              .description = select.text(3),
                                              .engine = select.blob(4),
                                              .statistics = select.blob(5)}});
    });
}

Result<Nothing> Store::renewStatistics(const MemberRow &old, const QByteArray &engine,
                                       const QByteArray &statistics)
{
    return write([&](sqlite::Database &database) {
        auto update = database.prepare("UPDATE voiceprints SET engine = ?, statistics = ? WHERE id = ? AND "
                                       "engine = ? AND statistics = ?");
        return update.bind(engine).bind(statistics).bind(old.id).bind(old.engine).bind(old.statistics).run();
    });
}

} // namespace server

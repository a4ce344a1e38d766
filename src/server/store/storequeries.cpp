// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/storequeries.h"

#include "base/wire.h"
#include "server/http/http.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRandomGenerator>

#include <sqlite3.h>

#include <limits>

namespace server::query {

Error notFound(const char *what)
{
    return {.kind = Error::Kind::NotFound,
            .detail = QStringLiteral("there is no such ") + QLatin1String(what),
            .code = wire::code::notFound};
}

qint64 now()
{
    return QDateTime::currentSecsSinceEpoch();
}

// Seconds in the upper half, as Coze's ids have them, chance in the lower; always above the last.
Result<qint64> newId(sqlite::Database &database)
{
    const auto last = number(database.prepare("SELECT id FROM issued"));
    if (!last)
        return last.error();
    constexpr auto most = quint64(std::numeric_limits<qint64>::max());
    const auto stamp = qint64((quint64(now()) << 32 | QRandomGenerator::global()->generate()) & most);
    const qint64 id = std::max(stamp, *last + 1);
    auto keep = database.prepare("UPDATE issued SET id = ?");
    if (auto kept = keep.bind(id).run(); !kept)
        return kept.error();
    return id;
}

Result<Nothing> checkPages(sqlite::Database &database, const char *check)
{
    auto statement = database.prepare(check);
    const auto row = statement.step();
    if (!row && (row.error().code & 0xff) != SQLITE_CORRUPT)
        return row.error();
    const QString found = row ? statement.text(0) : row.error().detail;
    if (found != u"ok")
        return Error{.kind = Error::Kind::Storage,
                     .detail = QCoreApplication::translate("Error", "the file is damaged: %1").arg(found),
                     .code = SQLITE_CORRUPT};
    return Nothing{};
}

Result<Nothing> checkGroup(sqlite::Database &database, qint64 id)
{
    auto select = database.prepare("SELECT 1 FROM groups WHERE id = ?");
    const auto row = select.bind(id).step();
    if (!row)
        return row.error();
    if (!*row)
        return notFound("group");
    return Nothing{};
}

Result<Nothing> checkRoom(sqlite::Database &database, qint64 group)
{
    if (auto there = checkGroup(database, group); !there)
        return there;
    auto select = database.prepare("SELECT count(*) FROM voiceprints WHERE group_id = ?");
    select.bind(group);
    const auto members = number(std::move(select));
    if (!members)
        return members.error();
    if (*members >= wire::maxVoiceprintsPerGroup)
        return refusal(
            wire::code::badParameter,
            QStringLiteral("the group holds %1 voiceprints already").arg(wire::maxVoiceprintsPerGroup));
    return Nothing{};
}

Result<Nothing> checkVoiceprint(sqlite::Database &database, qint64 group, qint64 id)
{
    if (auto there = checkGroup(database, group); !there)
        return there;
    auto select = database.prepare("SELECT 1 FROM voiceprints WHERE id = ? AND group_id = ?");
    const auto row = select.bind(id).bind(group).step();
    if (!row)
        return row.error();
    if (!*row)
        return notFound("voiceprint in this group");
    return Nothing{};
}

} // namespace server::query

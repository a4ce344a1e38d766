// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"

#include <QHash>
#include <QList>

#include <optional>

namespace server {

//! What a row carries that is not as it was written: its name begins with this, and it can only be deleted.
inline const QString damagedMark = QStringLiteral("(damaged) ");

using Ids = QList<qint64>;

struct GroupRow
{
    qint64 id = 0;
    QString name = {};
    QString description = {};
    QString creator = {};
    qint64 created = 0; //!< seconds since 1970, as all times here
    qint64 updated = 0;
    Ids members = {}; //!< the ids of its voiceprints
};

struct VoiceprintRow
{
    qint64 id = 0;
    qint64 group = 0;
    QString name = {};
    QString description = {};
    QString creator = {};
    qint64 created = 0;
    qint64 updated = 0;
};

//! A voiceprint as scoring needs it.
struct MemberRow
{
    qint64 group = 0;
    qint64 id = 0;
    QString name = {};
    QString description = {};
    QByteArray engine = {};
    QByteArray statistics = {};
    bool isWhole = false; //!< the statistics are as they were written
};

//! The rows of server.db, each held against its checksum. What is damaged, or has vanished from where it is
//! missed, is an error (Storage, SQLITE_CORRUPT) that names it; lists go on without it.
namespace rows {

//! A row as it was read: what is damaged of it can still be shown.
template <class Row>
struct Read
{
    Row row = {};
    bool isWhole = false;
};

//! What was given out, and the groups that there should be.
struct Issued
{
    qint64 last = 0;
    Ids groups = {};
};

bool isDamage(const Error &error);
Error notFound(const char *what);

Result<Issued> issued(sqlite::Database &database);
Result<Nothing> keep(sqlite::Database &database, const Issued &all);

Result<GroupRow> wholeGroup(sqlite::Database &database, qint64 id);
//! The group that the voiceprint \a id should be in.
Result<GroupRow> groupOf(sqlite::Database &database, qint64 group, qint64 id);
//! Whether the voiceprint is there and as it was written, its sound aside.
Result<Nothing> requireWhole(sqlite::Database &database, qint64 group, qint64 id);

//! The rows of \a ids in their order; what is damaged carries damagedMark.
Result<QList<GroupRow>> groups(sqlite::Database &database, const Ids &ids);
Result<QList<VoiceprintRow>> voiceprints(sqlite::Database &database, qint64 group, const Ids &ids);
Result<QList<MemberRow>> members(sqlite::Database &database, qint64 group, const Ids &ids);
//! The first after \a last that another engine has made.
Result<std::optional<MemberRow>> outdated(sqlite::Database &database, const QByteArray &engine, qint64 last);
Result<QByteArray> wav(sqlite::Database &database, qint64 id);

//! Gives the group, which was whole, these members.
Result<Nothing> keepMembers(sqlite::Database &database, qint64 group, const Ids &members);
//! Gives the voiceprint the checksums of what its row is now.
Result<Nothing> keepSums(sqlite::Database &database, qint64 id);

} // namespace rows

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"

#include <QList>

//! What the statements of the store have in common. Call with the store locked.
namespace server::query {

inline Result<qint64> number(sqlite::Statement statement)
{
    const auto row = statement.step();
    if (!row)
        return row.error();
    return *row ? statement.integer(0) : 0;
}

template <class Row, class Read>
Result<QList<Row>> rows(sqlite::Statement &statement, Read read)
{
    QList<Row> found;
    while (true) {
        const auto row = statement.step();
        if (!row)
            return row.error();
        if (!*row)
            return found;
        found.append(read(statement));
    }
}

Error notFound(const char *what);
qint64 now();
//! An id that was never given out before.
//! Runs \a check, PRAGMA quick_check(1) or integrity_check(1). Errors: Storage, where it finds damage.
Result<Nothing> checkPages(sqlite::Database &database, const char *check);
Result<qint64> newId(sqlite::Database &database);
Result<Nothing> checkGroup(sqlite::Database &database, qint64 id);
//! Whether the group is there and takes one voiceprint more.
Result<Nothing> checkRoom(sqlite::Database &database, qint64 group);
Result<Nothing> checkVoiceprint(sqlite::Database &database, qint64 group, qint64 id);

} // namespace server::query

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/activitystore.h"

Result<Tallies> ActivityStore::load()
{
    if (auto opened = open(); !opened)
        return opened.error();
    Tallies tallies;
    sqlite::Statement counts = database().prepare("SELECT connection, day, calls, billed FROM call_counts");
    const auto read = forEachRow(counts, [&tallies](const sqlite::Statement &row) {
        tallies[{row.text(0), QDate::fromString(row.text(1), Qt::ISODate)}] = {int(row.integer(2)),
                                                                               int(row.integer(3))};
    });
    if (!read)
        return read.error();
    return tallies;
}

Result<Nothing> ActivityStore::add(const Tallies &more)
{
    if (auto opened = open(); !opened)
        return opened.error();
    return database().transaction([&]() -> Result<Nothing> {
        for (auto it = more.cbegin(); it != more.cend(); ++it) {
            const auto &[connection, day] = it.key();
            auto added = database()
                             .prepare("INSERT INTO call_counts (connection, day, calls, billed)"
                                      " VALUES (?, ?, ?, ?) ON CONFLICT (connection, day) DO UPDATE SET"
                                      " calls = calls + excluded.calls, billed = billed + excluded.billed")
                             .bind(connection)
                             .bind(day.toString(Qt::ISODate))
                             .bind(qint64(it->calls))
                             .bind(qint64(it->billed))
                             .run();
            if (!added)
                return added.error();
        }
        return Nothing{};
    });
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/activitystore.h"

#include "library/studiodb.h"

Result<Nothing> ActivityStore::open()
{
    if (m_database)
        return Nothing{};
    auto opened = studiodb::open(m_dataDirectory);
    if (!opened)
        return opened.error();
    m_database = std::move(*opened);
    return Nothing{};
}

Result<Tallies> ActivityStore::load()
{
    if (auto opened = open(); !opened)
        return opened.error();
    Tallies tallies;
    sqlite::Statement row = m_database->prepare("SELECT connection, day, calls, billed FROM call_counts");
    while (true) {
        const auto more = row.step();
        if (!more)
            return more.error();
        if (!*more)
            return tallies;
        tallies[{row.text(0), QDate::fromString(row.text(1), Qt::ISODate)}] = {int(row.integer(2)),
                                                                               int(row.integer(3))};
    }
}

Result<Nothing> ActivityStore::add(const Tallies &more)
{
    if (auto opened = open(); !opened)
        return opened.error();
    return m_database->transaction([&]() -> Result<Nothing> {
        for (auto it = more.cbegin(); it != more.cend(); ++it) {
            const auto &[connection, day] = it.key();
            auto added = m_database
                             ->prepare("INSERT INTO call_counts (connection, day, calls, billed)"
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

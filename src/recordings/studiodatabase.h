// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"

#include <QMap>
#include <QSet>
#include <QStringList>

#include <stop_token>

//! A table of studio.db. Each of its rows carries a checksum, and the table `tally` a number and a checksum
//! of its keys: a row that vanishes is missed.
struct StudioTable
{
    const char *name;
    const char *columns;
    const char *key;   //!< the columns that make a row the one it is
    const char *what;  //!< its rows are, for a sentence: to be translated in the context Error
    const char *shown; //!< the columns that tell a user which row it is, as SQL
};

namespace studiotable {
extern const StudioTable drafts;
extern const StudioTable kept;
extern const StudioTable consents;
extern const StudioTable callCounts;
extern const StudioTable galleries;
extern const StudioTable tests;
} // namespace studiotable

//! studio.db, open. Nothing is written into a file that is damaged, or that nobody would find again. Blocks;
//! used by one thread.
class StudioDatabase
{
public:
    //! Opens or makes it in \a dataDirectory and looks through all of it. Errors: Storage.
    static Result<StudioDatabase> open(const QString &dataDirectory);
    //! What is wrong in the studio.db of \a dataDirectory, one sentence each; nothing where there is none.
    //! Errors: Storage (not a database of ours, \a stop asked for an end).
    static Result<QStringList> check(const QString &dataDirectory, std::stop_token stop = {});

    //! A row as it was read.
    template <class Content>
    struct Entry
    {
        Content content;
        qint64 rowId = 0;
        bool isWhole = false; //!< as it was written
    };
    //! What \a read makes of each row that can be read; the columns of the table begin at \a first.
    static constexpr int first = 2;
    template <std::invocable<const sqlite::Row &> Read>
    Result<QList<Entry<sqlite::ReadRow<Read>>>> rows(const StudioTable &table, Read read)
    {
        QMap<qint64, Entry<sqlite::ReadRow<Read>>> found;
        // Where the way through the table is broken, from both ends.
        for (const char *order : {" ORDER BY rowid", " ORDER BY rowid DESC"}) {
            const auto done =
                m_database.rows(selection(table, order).constData(), [&](const sqlite::Row &row) {
                    found.insert(row.integer(1), {read(row), row.integer(1), row.integer(0) != 0});
                    return true;
                });
            if (done)
                break;
            if (!sqlite::isDamage(done.error()))
                return done.error();
        }
        return found.values();
    }
    //! Every sentence on what is damaged in the table, as one error; nothing where it is whole.
    std::optional<Error> damage(const StudioTable &table) const;
    //! Whether rows may be missing that are not known any more.
    bool hasGaps(const StudioTable &table) const { return m_isBroken || m_gaps.contains(table.name); }
    //! What is missing has been dealt with.
    Result<Nothing> closeGaps(const StudioTable &table);

    //! Runs \a work(database), which changes rows of the table, or of two: all of it or, with an error,
    //! nothing.
    template <class Work>
    Result<Nothing> write(const StudioTable &table, Work work, const StudioTable *other = nullptr)
    {
        if (auto may = mayWrite(); !may)
            return may;
        const auto done = m_database.transaction([&]() -> Result<Nothing> {
            if (auto worked = work(m_database); !worked)
                return worked;
            auto counted = count(table);
            return counted && other ? count(*other) : counted;
        });
        return done ? mayWrite() : done;
    }
    //! Writes a row, to be called by such work: \a values are those of its columns, in their order.
    template <class... Values>
    static Result<Nothing> put(sqlite::Database &database, const StudioTable &table, const Values &...values)
    {
        return database.run(insertion(table, int(sizeof...(values))).constData(), values...);
    }
    //! Moves the log into the file, so that nothing deleted stays readable.
    Result<Nothing> checkpoint() { return m_database.checkpoint(); }
    //! The file is still where it was opened, and whole. Errors: Storage.
    Result<Nothing> mayWrite() const;
    bool hasMoved() const { return m_database.hasMoved(); }
    sqlite::Database &raw() { return m_database; }

private:
    explicit StudioDatabase(sqlite::Database database)
        : m_database(std::move(database))
    {}
    static QByteArray selection(const StudioTable &table, const char *order);
    static QByteArray insertion(const StudioTable &table, int columns);
    Result<Nothing> examine(bool isThorough);
    Result<Nothing> examineRows(const StudioTable &table);
    Result<Nothing> examineTally(const StudioTable &table);
    Result<Nothing> count(const StudioTable &table);

    sqlite::Database m_database;
    bool m_isBroken = false;                  //!< not row by row: the file itself
    QMap<QByteArray, QStringList> m_findings; //!< by table; of the file itself under none
    QSet<QByteArray> m_gaps;
};

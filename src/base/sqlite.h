// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <span>
#include <stop_token>

struct sqlite3;
struct sqlite3_stmt;

//! A thin, typed door to SQLite. Not thread-safe: one Database per thread, or a lock around it.
namespace sqlite {

//! What a database file must be: its mark and the steps that bring any older version forward.
struct Schema
{
    qint32 applicationId = 0;
    std::span<const char *const> migrations; //!< SQL scripts; user_version counts those that were run
};

//! One prepared statement: bind in order, then step through rows, then read columns by index.
class Statement
{
public:
    Statement &bind(const QString &text);
    Statement &bind(const QByteArray &blob);
    Statement &bind(qint64 number);
    Statement &bind(double number);
    Statement &bindNull();

    //! True while there is a row, false at the end; an Error (Storage) where SQLite gives one.
    Result<bool> step();
    //! Runs a statement that has no rows.
    Result<Nothing> run();

    QString text(int column) const;
    QByteArray blob(int column) const;
    qint64 integer(int column) const;
    double real(int column) const;

private:
    friend class Database;
    struct Finalize
    {
        void operator()(sqlite3_stmt *statement) const;
    };
    Statement(sqlite3 *database, const char *sql);
    sqlite3 *m_database;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    int m_bound = 0;
    int m_status = 0; // the first bad status of prepare or bind, told by step()
};

//! An open database file: mode 0600, WAL, synchronous=FULL, secure_delete, incremental auto_vacuum, foreign
//! keys.
class Database
{
public:
    //! Opens or makes \a path and migrates it forward, each step in a transaction of its own. A file that is
    //! damaged, of another application or of a newer version is refused (Storage) and left untouched.
    static Result<Database> open(const QString &path, const Schema &schema);

    //! Opens \a path to be read only; it is neither made nor migrated. Refused as by open().
    static Result<Database> openToRead(const QString &path, const Schema &schema);

    Statement prepare(const char *sql);
    Result<Nothing> execute(const char *script);
    qint64 lastInsertId() const;
    int changes() const;
    //! Whatever runs ends with an error soon after \a token asks for it.
    void stopWith(std::stop_token token);
    //! Moves the log into the file and empties it, so that nothing deleted stays readable in either.
    Result<Nothing> checkpoint();
    //! The same without waiting for anybody: false where others still read the database, and the log stays.
    Result<bool> tryCheckpoint();

    //! Runs \a work between BEGIN IMMEDIATE and COMMIT; rolls back when it, or the commit, gives an error.
    template <class Work>
    auto transaction(Work work) -> std::invoke_result_t<Work>
    {
        if (auto begun = execute("BEGIN IMMEDIATE"); !begun)
            return begun.error();
        auto result = work();
        if (result) {
            auto committed = execute("COMMIT");
            if (committed)
                return result;
            result = committed.error();
        }
        (void)execute("ROLLBACK");
        return result;
    }

private:
    struct Close
    {
        void operator()(sqlite3 *database) const;
    };
    explicit Database(sqlite3 *database)
        : m_database(database)
    {}
    static Result<Database> openFile(const QString &path, int flags);
    //! The version of the file; an error where it is another application's or newer.
    Result<qint64> recognise(const Schema &schema);
    Result<Nothing> migrate(const Schema &schema);
    Result<qint64> pragma(const char *sql);
    std::unique_ptr<std::stop_token> m_stop; // SQLite has its address
    std::unique_ptr<sqlite3, Close> m_database;
};

} // namespace sqlite

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <variant>

struct sqlite3;
struct sqlite3_stmt;

//! A thin, typed door to SQLite. Not thread-safe: one Database per thread, or a lock around it.
namespace sqlite {

//! Whether \a error says that a database is damaged, or none of ours.
inline bool isDamage(const Error &error)
{
    constexpr qint64 corrupt = 11; // SQLITE_CORRUPT and SQLITE_NOTADB, as this file does without their header
    constexpr qint64 notADatabase = 26;
    const qint64 status = error.code & 0xff;
    return error.kind == Error::Kind::Storage && (status == corrupt || status == notADatabase);
}

//! What is written into a database would be lost: its path leads to another file, or to none.
Error movedError();
bool isMoved(const Error &error);

//! What a database file must be: its mark, and the steps that bring any older version forward. They tell too
//! what stands in a file of each version: nothing else may stand there.
struct Schema
{
    qint32 applicationId = 0;
    std::span<const char *const> migrations; //!< SQL scripts; user_version counts those that were run
};

//! What goes to a placeholder of a statement, by its type: numbers, bool and enumerations as INTEGER, double
//! as REAL, QString as TEXT, QByteArray as BLOB, an empty optional as NULL, QDateTime as milliseconds since
//! 1970 (0 where it is invalid).
class Value
{
public:
    template <class Number>
    requires std::integral<Number> || std::is_enum_v<Number> Value(Number number)
        : m_content(qint64(number))
    {}
    Value(double number)
        : m_content(number)
    {}
    Value(const QString &text)
        : m_content(text)
    {}
    Value(const QByteArray &blob)
        : m_content(blob)
    {}
    Value(const QDateTime &when)
        : m_content(when.isValid() ? when.toMSecsSinceEpoch() : 0)
    {}
    template <class Content>
    Value(const std::optional<Content> &content)
        : m_content(content ? Value(*content).m_content : Variant())
    {}

private:
    friend class Database;
    using Variant = std::variant<std::monostate, qint64, double, QString, QByteArray>;
    Variant m_content;
};

//! The row that a statement stands at: its columns by index, the first being 0.
class Row
{
public:
    QString text(int column) const;
    QByteArray blob(int column) const;
    qint64 integer(int column) const;
    double real(int column) const;
    QDateTime time(int column) const; //!< as Value keeps it

private:
    friend class Database;
    explicit Row(sqlite3_stmt *row)
        : m_row(row)
    {}
    sqlite3_stmt *m_row;
};

//! What \a Read makes of a row.
template <class Read>
using ReadRow = std::decay_t<std::invoke_result_t<Read, const Row &>>;

//! An open database file: mode 0600, WAL, synchronous=FULL, secure_delete, incremental auto_vacuum, foreign
//! keys; no trigger and no view is ever run. In its SQL checksum(VALUE...) is a number that another value, or
//! another order of them, would hardly have.
class Database
{
public:
    //! Opens or makes \a path and migrates it forward, each step in a transaction of its own. A file that is
    //! empty, damaged, of another application, of a newer version, or that holds anything else than its
    //! version should, is refused (Storage) and left untouched.
    static Result<Database> open(const QString &path, const Schema &schema);

    //! Opens a file that nobody else uses: without a log beside it.
    static Result<Database> openAlone(const QString &path, const Schema &schema);

    //! Opens \a path to be read only; it is neither made nor migrated. Refused as by open().
    static Result<Database> openToRead(const QString &path, const Schema &schema);

    //! Whether its path now leads to another file, or to none: what is written is lost.
    bool hasMoved() const;

    //! Runs a statement that has no rows. Here and below \a args go to its placeholders in order, see Value;
    //! too many or too few are an error.
    template <class... Args>
    Result<Nothing> run(const char *sql, const Args &...args)
    {
        return step(sql, {args...}, [](const Row &) { return false; });
    }

    //! What \a read makes of the first row; nullopt where there is none.
    template <std::invocable<const Row &> Read, class... Args>
    Result<std::optional<ReadRow<Read>>> one(const char *sql, Read read, const Args &...args)
    {
        std::optional<ReadRow<Read>> found;
        const auto done = step(sql, {args...}, [&](const Row &row) {
            found.emplace(read(row));
            return false;
        });
        if (!done)
            return done.error();
        return found;
    }

    //! The first column of the first row, as a QString, QByteArray or integer; nullopt where there is no row.
    template <class Column, class... Args>
    requires(!std::invocable<Column, const Row &>) Result<std::optional<Column>> one(const char *sql,
                                                                                     const Args &...args)
    {
        const auto first = [](const Row &row) -> Column {
            if constexpr (std::same_as<Column, QString>)
                return row.text(0);
            else if constexpr (std::same_as<Column, QByteArray>)
                return row.blob(0);
            else
                return Column(row.integer(0));
        };
        return one(sql, first, args...);
    }

    //! The same as a number, 0 where there is no row: to count, or to ask whether there is such a row.
    template <class... Args>
    Result<qint64> number(const char *sql, const Args &...args)
    {
        const auto found = one<qint64>(sql, args...);
        if (!found)
            return found.error();
        return found->value_or(0);
    }

    //! What \a read makes of every row.
    template <std::invocable<const Row &> Read, class... Args>
    Result<QList<ReadRow<Read>>> rows(const char *sql, Read read, const Args &...args)
    {
        QList<ReadRow<Read>> found;
        const auto done = step(sql, {args...}, [&](const Row &row) {
            found.append(read(row));
            return true;
        });
        if (!done)
            return done.error();
        return found;
    }

    //! Runs any number of statements without placeholders; their rows are not read.
    Result<Nothing> execute(const char *script);
    //! Whatever runs ends with an error soon after \a token asks for it.
    void stopWith(std::stop_token token);
    //! Moves the log into the file and empties it, so that nothing deleted stays readable in either.
    Result<Nothing> checkpoint();
    //! The same without waiting for anybody: false where others still read the database, and the log stays.
    //! At most \a pages of what was deleted leave the file; all, where it is 0.
    Result<bool> tryCheckpoint(int pages = 0);

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
    static int bind(sqlite3_stmt *statement, int place, const Value &value); //!< SQLite's status
    //! Goes through the rows for as long as \a take wants more.
    Result<Nothing> step(const char *sql, std::initializer_list<Value> values,
                         const std::function<bool(const Row &)> &take);

    explicit Database(sqlite3 *database)
        : m_database(database)
    {}
    static Result<Database> openFile(const QString &path, int flags);
    //! In memory, as \a version of the schema has it.
    static Result<Database> blank(const Schema &schema, qint64 version);
    static Result<Nothing> make(const QString &path, const Schema &schema);
    //! The version of the file; an error where it is not ours, newer, or not what that version is.
    Result<qint64> recognise(const Schema &schema);
    Result<Nothing> compare(const Schema &schema, qint64 version);
    //! \a journal: as in PRAGMA journal_mode.
    static Result<Database> openToWrite(const QString &path, const Schema &schema, const QByteArray &journal);
    Result<Nothing> set(const QByteArray &journal);
    Result<Nothing> migrate(const Schema &schema, qint64 version);
    Result<Nothing> takeStep(const Schema &schema, qint64 step);
    std::unique_ptr<std::stop_token> m_stop; // SQLite has its address
    std::unique_ptr<sqlite3, Close> m_database;
};

} // namespace sqlite

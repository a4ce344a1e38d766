// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/sqlite.h"

#include "base/files.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>
#include <QThread>

#include <sqlite3.h>

namespace sqlite {

namespace {

constexpr int patience = 5000; // ms, while another connection writes or moves the log

Error failure(sqlite3 *database, int status)
{
    QString words =
        database ? QString::fromUtf8(sqlite3_errmsg(database)) : QString::fromUtf8(sqlite3_errstr(status));
    // SQLite's own words for these tell nothing.
    const bool isFromSystem = (status & 0xff) == SQLITE_IOERR || (status & 0xff) == SQLITE_CANTOPEN;
    if (const int cause = database && isFromSystem ? sqlite3_system_errno(database) : 0)
        words += QStringLiteral(": ") + qt_error_string(cause);
    return {.kind = Error::Kind::Storage, .detail = words, .code = status};
}

Error notOurs()
{
    return {.kind = Error::Kind::Storage,
            .detail = QCoreApplication::translate("Error", "this is not a database of this application")};
}

} // namespace

QString Row::text(int column) const
{
    const auto *utf8 = reinterpret_cast<const char *>(sqlite3_column_text(m_row, column));
    return QString::fromUtf8(utf8, sqlite3_column_bytes(m_row, column));
}

QByteArray Row::blob(int column) const
{
    const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_row, column));
    return {bytes, sqlite3_column_bytes(m_row, column)};
}

qint64 Row::integer(int column) const
{
    return sqlite3_column_int64(m_row, column);
}

double Row::real(int column) const
{
    return sqlite3_column_double(m_row, column);
}

QDateTime Row::time(int column) const
{
    const qint64 milliseconds = integer(column);
    return milliseconds == 0 ? QDateTime() : QDateTime::fromMSecsSinceEpoch(milliseconds);
}

void Database::Close::operator()(sqlite3 *database) const
{
    sqlite3_close_v2(database);
}

Result<Database> Database::open(const QString &path, const Schema &schema)
{
    // The file is made private before SQLite opens it, so that its log and index inherit the mode. Where
    // somebody else makes it at the same moment, theirs is the one.
    QFile file(path);
    if (!file.exists() &&
        !file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                   QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
        !file.exists())
        return storageError(path + QStringLiteral(": ") + file.errorString());
    file.close();
    if (auto made = files::makePrivate(path); !made)
        return made.error();

    auto database = openFile(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!database)
        return database;
    if (auto migrated = database->migrate(schema); !migrated)
        return migrated.error();
    return database;
}

Result<Database> Database::openToRead(const QString &path, const Schema &schema)
{
    auto database = openFile(path, SQLITE_OPEN_READONLY);
    if (!database)
        return database;
    const auto version = database->recognise(schema);
    if (!version)
        return version.error();
    if (*version == 0)
        return notOurs();
    return database;
}

Result<Database> Database::openFile(const QString &path, int flags)
{
    sqlite3 *handle = nullptr;
    const int status =
        sqlite3_open_v2(QFile::encodeName(path).constData(), &handle, flags | SQLITE_OPEN_EXRESCODE, nullptr);
    Database database(handle);
    if (status != SQLITE_OK)
        return failure(handle, status);
    sqlite3_busy_timeout(handle, patience);
    return database;
}

Result<qint64> Database::recognise(const Schema &schema)
{
    const auto mark = number("PRAGMA application_id");
    if (!mark)
        return mark.error();
    const auto version = number("PRAGMA user_version");
    if (!version)
        return version.error();
    const auto known = qint64(schema.migrations.size());
    if (*version > 0 && *mark != schema.applicationId)
        return notOurs();
    if (*version > known)
        return Error{.kind = Error::Kind::Storage,
                     .detail = QCoreApplication::translate(
                                   "Error", "it was written by a newer version (%1; this one knows %2)")
                                   .arg(*version)
                                   .arg(known)};
    if (*version == 0) {
        const auto tables = number("SELECT count(*) FROM sqlite_schema");
        if (!tables)
            return tables.error();
        if (*tables > 0)
            return notOurs();
    }
    return version;
}

Result<Nothing> Database::migrate(const Schema &schema)
{
    const auto version = recognise(schema);
    if (!version)
        return version.error();
    const auto known = qint64(schema.migrations.size());
    // auto_vacuum must be set before the first table is made. Turning to WAL needs the file alone for a
    // moment, and SQLite does not wait for that by itself.
    Result<Nothing> set = Nothing{};
    const QDeadlineTimer deadline(patience);
    do {
        set = execute("PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                      "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;");
        if (set || (set.error().code & 0xff) != SQLITE_BUSY)
            break;
        QThread::msleep(5);
    } while (!deadline.hasExpired());
    if (!set)
        return set.error();
    for (qint64 step = *version; step < known; ++step) {
        const auto done = transaction([&]() -> Result<Nothing> {
            const auto now =
                number("PRAGMA user_version"); // another process may have taken the step meanwhile
            if (!now || *now > step)
                return now ? Result(Nothing{}) : now.error();
            if (auto ran = execute(schema.migrations[size_t(step)]); !ran)
                return ran.error();
            const QByteArray stamp = "PRAGMA application_id=" + QByteArray::number(schema.applicationId) +
                                     "; PRAGMA user_version=" + QByteArray::number(step + 1);
            return execute(stamp.constData());
        });
        if (!done)
            return done.error();
    }
    return Nothing{};
}

int Database::bind(sqlite3_stmt *statement, int place, const Value &value)
{
    const auto &content = value.m_content;
    if (const auto *number = std::get_if<qint64>(&content))
        return sqlite3_bind_int64(statement, place, *number);
    if (const auto *real = std::get_if<double>(&content))
        return sqlite3_bind_double(statement, place, *real);
    if (const auto *blob = std::get_if<QByteArray>(&content))
        return sqlite3_bind_blob64(statement, place, blob->constData(), sqlite3_uint64(blob->size()),
                                   SQLITE_TRANSIENT);
    if (const auto *text = std::get_if<QString>(&content)) {
        const QByteArray utf8 = text->toUtf8();
        return sqlite3_bind_text64(statement, place, utf8.constData(), sqlite3_uint64(utf8.size()),
                                   SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    return sqlite3_bind_null(statement, place);
}

Result<Nothing> Database::step(const char *sql, std::initializer_list<Value> values,
                               const std::function<bool(const Row &)> &take)
{
    sqlite3_stmt *prepared = nullptr;
    int status = sqlite3_prepare_v2(m_database.get(), sql, -1, &prepared, nullptr);
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared, &sqlite3_finalize);
    if (status == SQLITE_OK && sqlite3_bind_parameter_count(prepared) != int(values.size()))
        return failure(nullptr, SQLITE_RANGE);
    int place = 0;
    for (const Value &value : values)
        status = status ? status : bind(prepared, ++place, value);
    if (status != SQLITE_OK)
        return failure(m_database.get(), status);
    while ((status = sqlite3_step(prepared)) == SQLITE_ROW) {
        if (!take(Row(prepared)))
            return Nothing{};
    }
    if (status != SQLITE_DONE)
        return failure(m_database.get(), status);
    return Nothing{};
}

Result<Nothing> Database::execute(const char *script)
{
    const int status = sqlite3_exec(m_database.get(), script, nullptr, nullptr, nullptr);
    if (status != SQLITE_OK)
        return failure(m_database.get(), status);
    return Nothing{};
}

void Database::stopWith(std::stop_token token)
{
    constexpr int instructions = 100; // of SQLite's machine: microseconds
    m_stop = std::make_unique<std::stop_token>(std::move(token));
    sqlite3_progress_handler(
        m_database.get(), instructions,
        [](void *stop) { return static_cast<std::stop_token *>(stop)->stop_requested() ? 1 : 0; },
        m_stop.get());
}

Result<Nothing> Database::checkpoint()
{
    if (auto shrunk = execute("PRAGMA incremental_vacuum"); !shrunk)
        return shrunk.error();
    return execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

Result<bool> Database::tryCheckpoint()
{
    sqlite3_busy_timeout(m_database.get(), 0);
    const auto shrunk = execute("PRAGMA incremental_vacuum");
    const auto isBusy = shrunk ? number("PRAGMA wal_checkpoint(TRUNCATE)") : shrunk.error();
    sqlite3_busy_timeout(m_database.get(), patience);
    if (!isBusy && (isBusy.error().code & 0xff) == SQLITE_BUSY)
        return false;
    if (!isBusy)
        return isBusy.error();
    return *isBusy == 0;
}

} // namespace sqlite

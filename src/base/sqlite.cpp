// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/sqlite.h"

#include "base/files.h"
#include "base/locks.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QThread>

#include <map>

#include <sqlite3.h>
#include <unistd.h>
#include <xxhash.h>

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

// What SQLite says where the file system has no locks: that somebody else holds them, or that it fails.
bool isOfLocks(qint64 status)
{
    const qint64 kind = status & 0xff;
    return kind == SQLITE_BUSY || kind == SQLITE_PROTOCOL || kind == SQLITE_IOERR || kind == SQLITE_PERM;
}

Error notOurs(const QString &why = {})
{
    const QString words =
        QCoreApplication::translate("Error", "this is not a database of Voiceprint Studio") +
        (why.isEmpty() ? QString() : QStringLiteral(": ") + why);
    return storageError(words, SQLITE_NOTADB);
}

Error damaged(const QString &how)
{
    return storageError(QCoreApplication::translate("Error", "the database is damaged: %1").arg(how),
                        SQLITE_CORRUPT);
}

// What a file that is there must begin with, before SQLite is asked, which takes an empty file for a new one.
Result<Nothing> lookAtStart(const QString &path)
{
    constexpr QByteArrayView magic("SQLite format 3\0", 16);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return storageError(path + QStringLiteral(": ") + file.errorString());
    if (file.size() == 0)
        return notOurs(QCoreApplication::translate("Error", "the file is empty"));
    return file.read(magic.size()) == magic ? Result(Nothing{}) : notOurs();
}

void add(XXH3_state_t *sum, const void *bytes, qint64 size)
{
    XXH3_64bits_update(sum, &size, sizeof size); // "a", "bc" is not "ab", "c"
    XXH3_64bits_update(sum, bytes, size_t(size));
}

void checksum(sqlite3_context *context, int count, sqlite3_value **values)
{
    XXH3_state_t *sum = static_cast<XXH3_state_t *>(sqlite3_user_data(context));
    XXH3_64bits_reset(sum);
    for (sqlite3_value *value : std::span(values, size_t(count))) {
        const int type = sqlite3_value_type(value);
        XXH3_64bits_update(sum, &type, sizeof type);
        if (type == SQLITE_INTEGER) {
            const qint64 number = sqlite3_value_int64(value);
            add(sum, &number, sizeof number);
        } else if (type == SQLITE_FLOAT) {
            const double number = sqlite3_value_double(value);
            add(sum, &number, sizeof number);
        } else if (const void *bytes = sqlite3_value_blob(value)) {
            add(sum, bytes, sqlite3_value_bytes(value));
        }
    }
    sqlite3_result_int64(context, sqlite3_int64(XXH3_64bits_digest(sum)));
}

// A file may come from anywhere: nothing that stands in it is run, and no size that it names is believed.
int defend(sqlite3 *database)
{
    for (const int never : {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER,
                            SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML})
        sqlite3_db_config(database, never, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    constexpr std::pair<int, int> limits[] = {
        {SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024}, // of a row: a recording has four
        {SQLITE_LIMIT_SQL_LENGTH, 100'000},      {SQLITE_LIMIT_COLUMN, 100},
        {SQLITE_LIMIT_EXPR_DEPTH, 100},          {SQLITE_LIMIT_COMPOUND_SELECT, 10},
        {SQLITE_LIMIT_VDBE_OP, 100'000},         {SQLITE_LIMIT_ATTACHED, 1}, // VACUUM INTO
        {SQLITE_LIMIT_VARIABLE_NUMBER, 100},     {SQLITE_LIMIT_TRIGGER_DEPTH, 10},
        {SQLITE_LIMIT_WORKER_THREADS, 0}};
    for (const auto &[limit, most] : limits)
        sqlite3_limit(database, limit, most);
    int status = sqlite3_exec(database, "PRAGMA cell_size_check=ON", nullptr, nullptr, nullptr);
    if (status == SQLITE_OK)
        status = sqlite3_create_function_v2(
            database, "checksum", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
            XXH3_createState(), &checksum, nullptr, nullptr,
            [](void *sum) { XXH3_freeState(static_cast<XXH3_state_t *>(sum)); });
    return status;
}

// What SQL says, however it is set: versions of this program have told the same steps in other lines.
QString plain(QString sql)
{
    static const QRegularExpression comment(QStringLiteral("--[^\n]*"));
    static const QRegularExpression space(QStringLiteral("\\s*([(),])\\s*"));
    return sql.remove(comment).simplified().replace(space, QStringLiteral("\\1"));
}

// What stands in a database: "table groups", and how it was made.
using Objects = QMap<QString, QString>;

Result<Objects> objectsOf(Database &database)
{
    const auto rows =
        database.rows("SELECT type || ' ' || name, tbl_name || ' ' || ifnull(sql, '') FROM sqlite_schema",
                      [](const Row &row) { return std::pair(row.text(0), plain(row.text(1))); });
    if (!rows)
        return rows.error();
    return Objects(std::map<QString, QString>(rows->begin(), rows->end()));
}

} // namespace

Error movedError()
{
    return storageError(QCoreApplication::translate(
                            "Error", "the data folder, or a file in it, was moved or removed meanwhile"),
                        SQLITE_READONLY_DBMOVED);
}

bool isMoved(const Error &error)
{
    return error.kind == Error::Kind::Storage && error.code == SQLITE_READONLY_DBMOVED;
}

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
    if (!QFile::exists(path)) {
        if (auto made = make(path, schema); !made)
            return made.error();
    }
    return openToWrite(path, schema, "WAL");
}

Result<Database> Database::openAlone(const QString &path, const Schema &schema)
{
    return openToWrite(path, schema, "DELETE");
}

Result<Database> Database::openToWrite(const QString &path, const Schema &schema, const QByteArray &journal)
{
    if (auto begins = lookAtStart(path); !begins)
        return begins.error();
    // SQLite gives its log and index the mode of the file.
    if (auto made = files::makePrivate(path); !made)
        return made.error();
    for (const char *beside : {"-wal", "-shm"})
        (void)files::makePrivate(path + QLatin1String(beside));
    auto database = openFile(path, SQLITE_OPEN_READWRITE);
    if (!database)
        return database;
    const QString folder = QFileInfo(path).path();
    const auto told = [&folder](const Error &error) {
        return isOfLocks(error.code) && !locks::canLock(folder) ? locks::cannotLock(folder) : error;
    };
    const auto version = database->recognise(schema);
    if (!version)
        return told(version.error());
    if (auto set = database->set(journal); !set)
        return told(set.error());
    if (auto migrated = database->migrate(schema, *version); !migrated)
        return told(migrated.error());
    return database;
}

Result<Database> Database::openToRead(const QString &path, const Schema &schema)
{
    if (auto begins = lookAtStart(path); !begins)
        return begins.error();
    auto database = openFile(path, SQLITE_OPEN_READONLY);
    if (!database)
        return database;
    if (const auto version = database->recognise(schema); !version)
        return version.error();
    return database;
}

Result<Database> Database::openFile(const QString &path, int flags)
{
    sqlite3 *handle = nullptr;
    int status =
        sqlite3_open_v2(QFile::encodeName(path).constData(), &handle, flags | SQLITE_OPEN_EXRESCODE, nullptr);
    Database database(handle);
    if (status == SQLITE_OK)
        status = defend(handle);
    if (status != SQLITE_OK)
        return failure(handle, status);
    sqlite3_busy_timeout(handle, patience);
    return database;
}

Result<Database> Database::blank(const Schema &schema, qint64 version)
{
    auto database = openFile(QStringLiteral(":memory:"), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!database)
        return database;
    if (auto set = database->execute("PRAGMA auto_vacuum=INCREMENTAL"); !set)
        return set.error();
    for (qint64 step = 0; step < version; ++step) {
        if (auto done = database->takeStep(schema, step); !done)
            return done.error();
    }
    return database;
}

// It appears whole, with all its tables: no crash leaves an empty one. Where somebody else makes it at the
// same moment, theirs is the one.
Result<Nothing> Database::make(const QString &path, const Schema &schema)
{
    const auto database = blank(schema, qint64(schema.migrations.size()));
    if (!database)
        return database.error();
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> image(
        sqlite3_serialize(database->m_database.get(), "main", &size, 0), &sqlite3_free);
    if (!image)
        return failure(nullptr, SQLITE_NOMEM);
    QTemporaryFile file(path + QStringLiteral(".XXXXXX")); // mode 0600
    const auto *bytes = reinterpret_cast<const char *>(image.get());
    if (!file.open() || file.write(bytes, size) != size || !file.flush() || ::fsync(file.handle()) != 0)
        return storageError(path + QStringLiteral(": ") + file.errorString(),
                            file.error() == QFileDevice::ResourceError ? SQLITE_FULL : 0);
    if (::link(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData()) != 0 &&
        errno != EEXIST)
        return storageError(path + QStringLiteral(": ") + qt_error_string());
    files::syncFolder(QFileInfo(path).absolutePath());
    return Nothing{};
}

bool Database::hasMoved() const
{
    int moved = 0;
    const int status = sqlite3_file_control(m_database.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return status == SQLITE_OK && moved != 0;
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
    if (*mark != schema.applicationId || *version == 0)
        return notOurs();
    if (*version < 0)
        return damaged(QCoreApplication::translate("Error", "it says that its version is %1").arg(*version));
    if (*version > known)
        return storageError(
            QCoreApplication::translate("Error", "it was written by a newer version (%1; this one knows %2)")
                .arg(*version)
                .arg(known));
    return compare(schema, *version).and_then([&](Nothing) { return version; });
}

Result<Nothing> Database::compare(const Schema &schema, qint64 version)
{
    auto model = blank(schema, version);
    if (!model)
        return model.error();
    const auto wanted = objectsOf(*model);
    const auto found = objectsOf(*this);
    if (!wanted || !found)
        return wanted ? found.error() : wanted.error();
    for (auto one = wanted->cbegin(); one != wanted->cend(); ++one) {
        if (!found->contains(one.key()))
            return damaged(QCoreApplication::translate("Error", "%1 is missing").arg(one.key()));
        if (found->value(one.key()) != *one)
            return damaged(QCoreApplication::translate("Error", "%1 is not as it should be").arg(one.key()));
    }
    for (const QString &one : found->keys()) {
        if (!wanted->contains(one))
            return damaged(QCoreApplication::translate("Error", "%1 does not belong there").arg(one));
    }
    const auto encoding = this->one<QString>("PRAGMA encoding");
    if (!encoding || *encoding != QStringLiteral("UTF-8"))
        return encoding ? damaged(QStringLiteral("encoding ") + encoding->value_or(QString()))
                        : encoding.error();
    return Nothing{};
}

// Turning to WAL needs the file alone for a moment, and SQLite does not wait for that by itself.
Result<Nothing> Database::set(const QByteArray &journal)
{
    const QByteArray sql = "PRAGMA journal_mode=" + journal +
                           "; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON";
    const QDeadlineTimer deadline(patience);
    Result<Nothing> set = execute(sql.constData());
    while (!set && (set.error().code & 0xff) == SQLITE_BUSY && !deadline.hasExpired()) {
        QThread::msleep(5);
        set = execute(sql.constData());
    }
    return set;
}

Result<Nothing> Database::migrate(const Schema &schema, qint64 version)
{
    const auto known = qint64(schema.migrations.size());
    if (version == known)
        return Nothing{};
    // From then on the content would count as right.
    const auto orphan = one<QString>("SELECT \"table\" || ' ' || rowid FROM pragma_foreign_key_check");
    if (!orphan)
        return orphan.error();
    if (*orphan)
        return damaged(
            QCoreApplication::translate("Error", "%1 belongs to nothing that is there").arg(**orphan));
    for (qint64 step = version; step < known; ++step) {
        const auto done = transaction([&]() -> Result<Nothing> {
            const auto now =
                number("PRAGMA user_version"); // another process may have taken the step meanwhile
            if (!now || *now > step)
                return now ? Result(Nothing{}) : now.error();
            return takeStep(schema, step);
        });
        if (!done)
            return done.error();
    }
    return Nothing{};
}

Result<Nothing> Database::takeStep(const Schema &schema, qint64 step)
{
    if (auto ran = execute(schema.migrations[size_t(step)]); !ran)
        return ran;
    const QByteArray stamp = "PRAGMA application_id=" + QByteArray::number(schema.applicationId) +
                             "; PRAGMA user_version=" + QByteArray::number(step + 1);
    return execute(stamp.constData());
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

Result<bool> Database::tryCheckpoint(int pages)
{
    sqlite3_busy_timeout(m_database.get(), 0);
    const QByteArray shrink = "PRAGMA incremental_vacuum(" + QByteArray::number(pages) + ')';
    const auto shrunk = execute(shrink.constData());
    const auto isBusy = shrunk ? number("PRAGMA wal_checkpoint(TRUNCATE)") : shrunk.error();
    sqlite3_busy_timeout(m_database.get(), patience);
    if (!isBusy && (isBusy.error().code & 0xff) == SQLITE_BUSY)
        return false;
    if (!isBusy)
        return isBusy.error();
    return *isBusy == 0;
}

} // namespace sqlite

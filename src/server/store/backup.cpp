// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/backup.h"

#include "base/files.h"
#include "server/store/directorylock.h"
#include "server/store/examination.h"
#include "server/store/store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <filesystem>

#include <sqlite3.h>
#include <unistd.h>

namespace server {

namespace {

const QString partSuffix = QStringLiteral(".voiceprints-part");
const QString restoredSuffix = QStringLiteral(".restored");
const QString oldSuffix = QStringLiteral("-old"); // what a restoration replaces, until the new one has served

QString databaseIn(const QString &directory)
{
    return directory + QStringLiteral("/server.db");
}

Result<Holdings> count(sqlite::Database &database)
{
    const auto held = database.one("SELECT (SELECT count(*) FROM groups), (SELECT count(*) FROM voiceprints)",
                                   [](const sqlite::Row &row) {
                                       return Holdings{row.integer(0), row.integer(1)};
                                   });
    return held ? Result(held->value_or(Holdings{})) : held.error();
}

Result<sqlite::Database> openToRead(const QString &path)
{
    auto database = sqlite::Database::openToRead(path, ServerDatabase::schema());
    if (!database)
        return storageError(path + QStringLiteral(": ") + database.error().detail);
    return database;
}

constexpr const char *logs[] = {"-wal", "-shm", "-journal"};

void removeLogs(const QString &path)
{
    for (const char *log : logs)
        QFile::remove(path + QLatin1String(log));
}

// Gives the logs of one database to another, which has none.
void moveLogs(const QString &from, const QString &to)
{
    for (const char *log : logs)
        QFile::rename(from + QLatin1String(log), to + QLatin1String(log));
}

void removeDatabase(const QString &path)
{
    QFile::remove(path);
    removeLogs(path);
}

// The first thing that is wrong with the whole of it.
Result<Nothing> requireWhole(sqlite::Database &database)
{
    const auto findings = examine(database);
    if (!findings)
        return findings.error();
    if (!findings->isEmpty())
        return storageError(QCoreApplication::translate("Error", "it is damaged: %1").arg(findings->first()),
                            SQLITE_CORRUPT);
    return Nothing{};
}

// A copy of everything in the database, whole and on the disk when this returns: what \a finish makes of it.
Result<Holdings> copy(sqlite::Database &database, const QString &file, const std::stop_token &stop,
                      Result<Nothing> (*finish)(sqlite::Database &))
{
    const QString part = file + partSuffix;
    removeDatabase(part);
    const auto give = [&](const Error &error) {
        removeDatabase(part);
        return storageError(file + QStringLiteral(": ") + error.detail, error.code);
    };
    // An empty private file, which SQLite fills.
    if (auto made = files::write(part, {}); !made)
        return made.error();
    if (auto copied = database.run("VACUUM INTO ?", part); !copied)
        return give(copied.error());
    Holdings held;
    {
        auto fresh = sqlite::Database::openAlone(part, ServerDatabase::schema());
        if (!fresh)
            return give(fresh.error());
        fresh->stopWith(stop);
        const auto counted =
            finish(*fresh).and_then([&](Nothing) { return requireWhole(*fresh); }).and_then([&](Nothing) {
                return count(*fresh);
            });
        if (!counted)
            return give(counted.error());
        held = *counted;
    }
    QFile written(part);
    if (!written.open(QIODevice::ReadWrite) || ::fsync(written.handle()) != 0 || !written.rename(file))
        return give(storageError(written.errorString()));
    files::syncFolder(QFileInfo(file).absolutePath());
    return held;
}

Result<sqlite::Database> openBackup(const QString &file, const std::stop_token &stop)
{
    auto database = openToRead(file);
    if (!database)
        return database;
    database->stopWith(stop);
    if (auto whole = requireWhole(*database); !whole)
        return whole.error();
    return database;
}

// Brings the log of an old database that can be opened into its file.
void settle(const QString &path)
{
    if (!QFile::exists(path))
        return;
    if (auto old = sqlite::Database::open(path, ServerDatabase::schema())) {
        (void)old->checkpoint();
        (void)old->execute("PRAGMA journal_mode=DELETE");
    }
}

Error cannotReplace(const QString &path)
{
    return storageError(QCoreApplication::translate("Error", "cannot replace %1").arg(path) +
                        QStringLiteral(": ") + qt_error_string());
}

// Puts \a fresh in the place of \a path, where it must open and serve: else the old one comes back. Logs go
// with their database: beside another one they would be played into it.
Result<Nothing> swap(const QString &fresh, const QString &path)
{
    const QByteArray from = QFile::encodeName(fresh);
    const QByteArray to = QFile::encodeName(path);
    if (!QFile::exists(path)) {
        removeLogs(path);
        return ::rename(from.constData(), to.constData()) == 0 ? Result(Nothing{}) : cannotReplace(path);
    }
    const QString old = fresh + oldSuffix;
    const QByteArray aside = QFile::encodeName(old);
    if (::link(to.constData(), aside.constData()) != 0)
        return cannotReplace(path);
    moveLogs(path, old);
    if (::rename(from.constData(), to.constData()) != 0) {
        const Error error = cannotReplace(path);
        moveLogs(old, path);
        QFile::remove(old);
        return error;
    }
    files::syncFolder(QFileInfo(path).absolutePath());
    const auto opened = Store::open(QFileInfo(path).absolutePath(), {}).and_then([](const auto &store) {
        return store->groups({}, {});
    });
    if (opened) {
        removeLogs(old); // before it: logs that stand alone are those of a database that came back
        QFile::remove(old);
        return Nothing{};
    }
    removeLogs(path);
    (void)::rename(aside.constData(), to.constData());
    moveLogs(old, path);
    return opened.error();
}

} // namespace

Result<Holdings> backUp(const QString &dataDirectory, const QString &file, std::stop_token stop)
{
    if (QFile::exists(file))
        return storageError(QCoreApplication::translate("Error", "%1 exists already").arg(file));
    auto database = openToRead(databaseIn(dataDirectory));
    if (!database)
        return database.error();
    database->stopWith(stop);
    return copy(*database, file, stop, writeManifest);
}

Result<Holdings> inspectBackup(const QString &file, std::stop_token stop)
{
    auto database = openBackup(file, stop);
    if (!database)
        return database.error();
    return count(*database);
}

Result<Holdings> holdings(const QString &dataDirectory)
{
    const QString path = databaseIn(dataDirectory);
    if (!QFile::exists(path))
        return Holdings{};
    auto database = openToRead(path);
    if (!database)
        return database.error();
    return count(*database);
}

void removeUnfinished(const QString &dataDirectory)
{
    const QString fresh = databaseIn(dataDirectory) + restoredSuffix;
    removeDatabase(fresh);
    removeDatabase(fresh + partSuffix);
    // Where the power failed amid a swap, the new one is in its place already, or the old one is there still,
    // or again: then its logs are its own.
    const QString old = fresh + oldSuffix;
    std::error_code none;
    const bool isBack =
        !QFile::exists(old) ||
        std::filesystem::equivalent(old.toStdString(), databaseIn(dataDirectory).toStdString(), none);
    if (isBack)
        moveLogs(old, databaseIn(dataDirectory));
    removeDatabase(old);
}

Result<QStringList> checkAll(const QString &dataDirectory, std::stop_token stop)
{
    auto database = openToRead(databaseIn(dataDirectory));
    if (!database)
        return database.error();
    database->stopWith(std::move(stop));
    return examine(*database);
}

Result<Holdings> restore(const QString &dataDirectory, const QString &file, std::stop_token stop)
{
    auto backup = openBackup(file, stop);
    if (!backup)
        return backup.error();
    if (auto made = files::claimDataFolder(dataDirectory); !made)
        return made.error();
    const auto lock = DirectoryLock::take(dataDirectory);
    if (!lock)
        return lock.error();
    const QString path = databaseIn(dataDirectory);
    const QString fresh = path + restoredSuffix;
    removeUnfinished(dataDirectory);
    const auto held = copy(*backup, fresh, stop,
                           [](sqlite::Database &copied) { return copied.run("DELETE FROM manifest"); });
    if (!held)
        return held;
    settle(path);
    if (auto swapped = swap(fresh, path); !swapped) {
        removeUnfinished(dataDirectory);
        return swapped.error();
    }
    return held;
}

} // namespace server

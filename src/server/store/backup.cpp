// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/backup.h"

#include "base/files.h"
#include "server/store/directorylock.h"
#include "server/store/serverdatabase.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <unistd.h>

namespace server {

namespace {

const QString partSuffix = QStringLiteral(".voiceprints-part");
const QString restoredSuffix = QStringLiteral(".restored");

QString databaseIn(const QString &directory)
{
    return directory + QStringLiteral("/server.db");
}

// The rename above it has reached the disk.
void syncFolder(const QString &path)
{
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
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

void removeLogs(const QString &path)
{
    for (const char *log : {"-wal", "-shm", "-journal"})
        QFile::remove(path + QLatin1String(log));
}

void removeDatabase(const QString &path)
{
    QFile::remove(path);
    removeLogs(path);
}

// A copy of everything in the database, whole and on the disk when this returns.
Result<Holdings> copy(sqlite::Database &database, const QString &file)
{
    const QString part = file + partSuffix;
    removeDatabase(part);
    const auto give = [&](const Error &error) {
        removeDatabase(part);
        return error;
    };
    // An empty private file, which SQLite fills.
    if (auto made = files::write(part, {}); !made)
        return made.error();
    if (auto copied = database.run("VACUUM INTO ?", part); !copied)
        return give(storageError(file + QStringLiteral(": ") + copied.error().detail));
    const auto held = count(database);
    if (!held)
        return give(held.error());
    QFile written(part);
    if (!written.open(QIODevice::ReadWrite) || ::fsync(written.handle()) != 0 || !written.rename(file))
        return give(storageError(file + QStringLiteral(": ") + written.errorString()));
    syncFolder(QFileInfo(file).absolutePath());
    return held;
}

Result<sqlite::Database> openBackup(const QString &file, const std::stop_token &stop)
{
    auto database = openToRead(file);
    if (!database)
        return database;
    database->stopWith(stop);
    if (auto checked = checkPages(*database, "PRAGMA integrity_check(1)"); !checked)
        return checked.error();
    return database;
}

// Takes the old database out of the way of the new one; its log must not be found beside that.
void closeOld(const QString &path)
{
    if (auto old = sqlite::Database::open(path, ServerDatabase::schema())) {
        (void)old->checkpoint();
        (void)old->execute("PRAGMA journal_mode=DELETE");
    }
    removeLogs(path); // of a database that could not be opened
}

} // namespace

Result<Holdings> backUp(const QString &dataDirectory, const QString &file, std::stop_token stop)
{
    if (QFile::exists(file))
        return storageError(QCoreApplication::translate("Error", "%1 exists already").arg(file));
    auto database = openToRead(databaseIn(dataDirectory));
    if (!database)
        return database.error();
    database->stopWith(std::move(stop));
    return copy(*database, file);
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
}

Result<Holdings> restore(const QString &dataDirectory, const QString &file, std::stop_token stop)
{
    auto backup = openBackup(file, stop);
    if (!backup)
        return backup.error();
    if (auto made = files::makePrivateDirectory(dataDirectory); !made)
        return made.error();
    const auto lock = DirectoryLock::take(dataDirectory);
    if (!lock)
        return lock.error();
    const QString path = databaseIn(dataDirectory);
    const QString fresh = path + restoredSuffix;
    removeUnfinished(dataDirectory);
    const auto held = copy(*backup, fresh);
    if (!held)
        return held;
    closeOld(path);
    if (::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(path).constData()) != 0)
        return storageError(QCoreApplication::translate("Error", "cannot replace %1").arg(path));
    syncFolder(dataDirectory);
    return held;
}

} // namespace server

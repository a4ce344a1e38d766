// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/unsynced.h"

#include <QFile>

#include <cstdlib>
#include <cstring>
#include <utility>

#include <sqlite3.h>

namespace unsynced {

namespace {

QByteArray watched;
std::function<void(const Disk &)> onMoment;
Disk disk;
sqlite3_vfs *real = nullptr;
sqlite3_vfs mine;

struct File
{
    sqlite3_file base;
    sqlite3_file *real;
    char name[64];    // empty: not watched
    bool syncsFolder; // with the first sync, as SQLite's own disk does for a journal or log that it has made
};

File *of(sqlite3_file *file)
{
    return reinterpret_cast<File *>(file);
}

void tellMoment(const File *file)
{
    if (file->name[0] && onMoment)
        onMoment(disk);
}

int close(sqlite3_file *file)
{
    const int status =
        of(file)->real->pMethods ? of(file)->real->pMethods->xClose(of(file)->real) : SQLITE_OK;
    std::free(of(file)->real);
    return status;
}

int read(sqlite3_file *file, void *to, int size, sqlite3_int64 offset)
{
    return of(file)->real->pMethods->xRead(of(file)->real, to, size, offset);
}

int write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    tellMoment(of(file));
    const int status = of(file)->real->pMethods->xWrite(of(file)->real, bytes, size, offset);
    if (status == SQLITE_OK && of(file)->name[0]) {
        QByteArray &content = disk.written[of(file)->name];
        if (content.size() < offset + size)
            content.resize(offset + size, '\0');
        std::memcpy(content.data() + offset, bytes, size_t(size));
    }
    return status;
}

int truncate(sqlite3_file *file, sqlite3_int64 size)
{
    tellMoment(of(file));
    const int status = of(file)->real->pMethods->xTruncate(of(file)->real, size);
    if (status == SQLITE_OK && of(file)->name[0])
        disk.written[of(file)->name].truncate(size);
    return status;
}

int sync(sqlite3_file *file, int flags)
{
    tellMoment(of(file));
    const int status = of(file)->real->pMethods->xSync(of(file)->real, flags);
    if (status != SQLITE_OK || !of(file)->name[0])
        return status;
    disk.synced[of(file)->name] = disk.written[of(file)->name];
    if (std::exchange(of(file)->syncsFolder, false))
        disk.synced.removeIf([](const auto &entry) { return !disk.written.contains(entry.key()); });
    return status;
}

int size(sqlite3_file *file, sqlite3_int64 *bytes)
{
    return of(file)->real->pMethods->xFileSize(of(file)->real, bytes);
}

int lock(sqlite3_file *file, int level)
{
    return of(file)->real->pMethods->xLock(of(file)->real, level);
}

int unlock(sqlite3_file *file, int level)
{
    return of(file)->real->pMethods->xUnlock(of(file)->real, level);
}

int reserved(sqlite3_file *file, int *is)
{
    return of(file)->real->pMethods->xCheckReservedLock(of(file)->real, is);
}

int control(sqlite3_file *file, int what, void *value)
{
    return of(file)->real->pMethods->xFileControl(of(file)->real, what, value);
}

int sectors(sqlite3_file *)
{
    return 512;
}

int traits(sqlite3_file *)
{
    return 0; // promises nothing: no atomic writes, no order
}

int shmMap(sqlite3_file *file, int region, int bytes, int extend, void volatile **memory)
{
    return of(file)->real->pMethods->xShmMap(of(file)->real, region, bytes, extend, memory);
}

int shmLock(sqlite3_file *file, int offset, int count, int flags)
{
    return of(file)->real->pMethods->xShmLock(of(file)->real, offset, count, flags);
}

void shmBarrier(sqlite3_file *file)
{
    of(file)->real->pMethods->xShmBarrier(of(file)->real);
}

int shmUnmap(sqlite3_file *file, int remove)
{
    return of(file)->real->pMethods->xShmUnmap(of(file)->real, remove);
}

const sqlite3_io_methods methods{2,       close,      read,     write,   truncate, sync,   size,
                                 lock,    unlock,     reserved, control, sectors,  traits, shmMap,
                                 shmLock, shmBarrier, shmUnmap, nullptr, nullptr};

int open(sqlite3_vfs *, const char *path, sqlite3_file *file, int flags, int *outFlags)
{
    auto *opened = of(file);
    opened->base.pMethods = nullptr;
    opened->name[0] = 0;
    opened->syncsFolder =
        (flags & SQLITE_OPEN_CREATE) && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL));
    opened->real = static_cast<sqlite3_file *>(std::calloc(1, size_t(real->szOsFile)));
    const int status = real->xOpen(real, path, opened->real, flags, outFlags);
    if (status != SQLITE_OK) {
        std::free(opened->real);
        return status;
    }
    if (path && QByteArray(path).startsWith(watched)) {
        const QByteArray name = QByteArray(path).mid(watched.size());
        std::strncpy(opened->name, name.constData(), sizeof opened->name - 1);
        // A database that has been made whole beside SQLite was synced by whoever made it.
        if (QFile there(QFile::decodeName(path));
            !disk.written.contains(name) && there.open(QIODevice::ReadOnly))
            disk.synced[name] = disk.written[name] = there.readAll();
    }
    opened->base.pMethods = &methods;
    return SQLITE_OK;
}

int remove(sqlite3_vfs *, const char *path, int syncsFolder)
{
    const QByteArray name = QByteArray(path).mid(watched.size());
    if (QByteArray(path).startsWith(watched)) {
        if (onMoment)
            onMoment(disk);
        disk.written.remove(name);
        if (syncsFolder)
            disk.synced.remove(name);
    }
    return real->xDelete(real, path, syncsFolder);
}

} // namespace

void watch(const QByteArray &folder, std::function<void(const Disk &)> moment)
{
    watched = folder + '/';
    onMoment = std::move(moment);
    disk = {};
    real = sqlite3_vfs_find(nullptr);
    mine = *real;
    mine.zName = "unsynced";
    mine.pNext = nullptr;
    mine.szOsFile = sizeof(File);
    mine.xOpen = open;
    mine.xDelete = remove;
    sqlite3_vfs_register(&mine, 1);
}

void stopWatching()
{
    onMoment = nullptr;
    sqlite3_vfs_unregister(&mine);
}

} // namespace unsynced

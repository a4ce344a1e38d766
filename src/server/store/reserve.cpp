// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/reserve.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace server {

namespace {

constexpr qint64 most = 1024 * 1024;
constexpr qint64 little = 256 * 1024; // what opening the database takes for its log and index

// Of the disk, in bytes.
struct Room
{
    qint64 all = 0;
    qint64 free = 0;
};

Room roomAround(const QString &path)
{
    struct statvfs disk = {};
    if (::statvfs(QFile::encodeName(QFileInfo(path).path()).constData(), &disk) != 0)
        return {};
    return {qint64(disk.f_blocks * disk.f_frsize), qint64(disk.f_bavail * disk.f_frsize)};
}

} // namespace

void Reserve::keep() const
{
    if (QFile::exists(m_path))
        return;
    const Room room = roomAround(m_path);
    const qint64 size = std::min(most, room.all / 16);
    if (size == 0 || room.free < 4 * size)
        return;
    const int file =
        ::open(QFile::encodeName(m_path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    if (::posix_fallocate(file, 0, size) != 0)
        giveUp();
    ::close(file);
}

void Reserve::giveUp() const
{
    QFile::remove(m_path);
}

void Reserve::giveUpIfFull() const
{
    if (roomAround(m_path).free < little)
        giveUp();
}

bool Reserve::isFull(const Error &error)
{
    return error.kind == Error::Kind::Storage &&
           ((error.code & 0xff) == SQLITE_FULL || error.code == SQLITE_IOERR_SHMSIZE ||
            error.code == SQLITE_IOERR_WRITE || error.code == SQLITE_IOERR_SHMMAP);
}

} // namespace server

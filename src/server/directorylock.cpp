// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/directorylock.h"

#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace server {

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(const QString &directory)
{
    const QString path = directory + QStringLiteral("/server.lock");
    const int file =
        ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return Error{.kind = Error::Kind::Storage,
                     .detail = path + QStringLiteral(": ") + QString::fromLocal8Bit(std::strerror(errno))};
    std::unique_ptr<DirectoryLock> lock(new DirectoryLock(file));
    if (::flock(file, LOCK_EX | LOCK_NB) != 0)
        return Error{.kind = Error::Kind::Storage,
                     .detail = QStringLiteral("another server is using the data directory ") + directory};
    return lock;
}

DirectoryLock::~DirectoryLock()
{
    ::close(m_file);
}

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/locks.h"

#include <QCoreApplication>
#include <QTemporaryFile>

#include <fcntl.h>
#include <sys/file.h>

namespace locks {

bool canLock(const QString &folder)
{
    QTemporaryFile file(folder + QStringLiteral("/lock-trial-XXXXXX"));
    if (!file.open())
        return true;
    struct flock record = {};
    record.l_type = F_WRLCK;
    record.l_whence = SEEK_SET;
    return ::flock(file.handle(), LOCK_EX | LOCK_NB) == 0 && ::fcntl(file.handle(), F_SETLK, &record) == 0;
}

Error cannotLock(const QString &folder)
{
    return storageError(QCoreApplication::translate(
                            "Error",
                            "the folder cannot lock files, as is usual on network drives: %1. Choose one on "
                            "a disk of this computer with --data-dir")
                            .arg(folder),
                        impossible);
}

} // namespace locks

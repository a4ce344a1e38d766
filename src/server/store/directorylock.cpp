// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/directorylock.h"

#include "base/locks.h"
#include "base/process.h"

#include <QCoreApplication>
#include <QFile>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace server {

namespace {

QByteArray pathIn(const QString &directory)
{
    return QFile::encodeName(directory + QStringLiteral("/server.lock"));
}

int openFile(const QString &directory)
{
    return ::open(pathIn(directory).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

QUrl readAddress(int file)
{
    std::array<char, 512> words{};
    const ssize_t size = ::pread(file, words.data(), words.size(), 0);
    return size > 0 ? QUrl(QString::fromUtf8(words.data(), size).trimmed(), QUrl::StrictMode) : QUrl();
}

} // namespace

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(const QString &directory)
{
    const int file = openFile(directory);
    if (file < 0)
        return storageError(directory + QStringLiteral("/server.lock: ") + qt_error_string());
    std::unique_ptr<DirectoryLock> lock(new DirectoryLock(file, directory));
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
        lock->announce({});
        return lock;
    }
    if (errno != EWOULDBLOCK)
        return locks::cannotLock(directory);
    const QUrl url = readAddress(file);
    const QString where = url.isEmpty()
                              ? QString()
                              : QCoreApplication::translate("Error", "; it serves at %1").arg(url.toString());
    return storageError(
        QCoreApplication::translate("Error", "another server is using the data directory %1").arg(directory) +
        where);
}

QUrl DirectoryLock::servedAt(const QString &directory)
{
    const int file = openFile(directory);
    if (file < 0)
        return {};
    const bool isFree = ::flock(file, LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    const QUrl url = isFree ? QUrl() : readAddress(file);
    ::close(file);
    return url;
}

bool DirectoryLock::isHeld() const
{
    struct stat ours = {};
    struct stat there = {};
    return ::fstat(m_file, &ours) == 0 && ::stat(pathIn(m_directory).constData(), &there) == 0 &&
           ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

void DirectoryLock::announce(const QUrl &url)
{
    const QByteArray words = url.isEmpty() ? QByteArray() : url.toString().toUtf8() + '\n';
    // The address helps people; the server runs without it.
    if (::ftruncate(m_file, 0) != 0 || ::pwrite(m_file, words.constData(), size_t(words.size()), 0) < 0)
        qCWarning(logServer, "the address cannot be left in the lock file");
}

DirectoryLock::~DirectoryLock()
{
    ::close(m_file);
}

} // namespace server

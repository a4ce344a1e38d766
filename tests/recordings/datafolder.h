// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/studiostore.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

#include <sys/resource.h>
#include <sys/stat.h>

//! A data directory that is not there yet; it goes with this.
class DataFolder
{
public:
    QString path() const { return m_folder.filePath(QStringLiteral("data")); }
    QString path(const QString &file) const { return path() + QLatin1Char('/') + file; }
    //! The disk as a start of the application has it: whoever is given it last waits for its writing.
    std::shared_ptr<StudioDisk> disk() const { return std::make_shared<StudioDisk>(path()); }

    //! How many of its files hold \a mark.
    int traces(const QByteArray &mark) const
    {
        int count = 0;
        eachFile(
            [&](QFile &file) { count += file.open(QIODevice::ReadOnly) && file.readAll().contains(mark); });
        return count;
    }
    //! Whether nobody but their owner may open the directory, its folders and its files.
    bool isPrivate() const
    {
        bool isPrivate = mode(path()) == 0700;
        for (QDirIterator it(path(), QDir::Dirs | QDir::NoDotAndDotDot); it.hasNext();)
            isPrivate = mode(it.next()) == 0700 && isPrivate;
        int count = 0;
        eachFile([&](QFile &file) {
            isPrivate = mode(file.fileName()) == 0600 && isPrivate;
            ++count;
        });
        return isPrivate && count > 0;
    }

private:
    void eachFile(const std::function<void(QFile &)> &take) const
    {
        for (QDirIterator it(path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
             it.hasNext();) {
            QFile file(it.next());
            take(file);
        }
    }
    static int mode(const QString &path)
    {
        struct stat facts = {};
        return ::stat(qPrintable(path), &facts) == 0 ? int(facts.st_mode & 0777) : -1;
    }

    QTemporaryDir m_folder;
};

//! As long as it lives no file can grow beyond a size: a disk that is full.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN); // an error, not the end
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit now{.rlim_cur = bytes, .rlim_max = m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

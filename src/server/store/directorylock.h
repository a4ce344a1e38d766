// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QUrl>

#include <memory>

namespace server {

//! The right to be the one server of a data directory. It ends with the process, however that ends.
class DirectoryLock
{
public:
    //! Error Storage where another process has it; says the address at which that one serves.
    static Result<std::unique_ptr<DirectoryLock>> take(const QString &directory);
    //! Where the server that has it now serves; empty where there is none, or it does not serve yet.
    static QUrl servedAt(const QString &directory);

    //! Whether the lock file is still the one that was locked: without it, another server may have come.
    bool isHeld() const;
    //! Leaves word of \a url for others.
    void announce(const QUrl &url);
    ~DirectoryLock();

private:
    DirectoryLock(int file, const QString &directory)
        : m_file(file)
        , m_directory(directory)
    {}
    const int m_file;
    const QString m_directory;
};

} // namespace server

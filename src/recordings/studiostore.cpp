// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/studiostore.h"

#include "base/files.h"
#include "recordings/studiodb.h"

#include <QDir>
#include <QFile>

StudioStore::StudioStore(const QString &dataDirectory, const QString &folder)
    : m_dataDirectory(dataDirectory)
    , m_folder(folder)
{}

Result<Nothing> StudioStore::open()
{
    if (m_database)
        return Nothing{};
    auto opened = studiodb::open(m_dataDirectory);
    if (!opened)
        return opened.error();
    if (!m_folder.isEmpty()) {
        if (auto made = files::makePrivateDirectory(place(m_dataDirectory, m_folder)); !made)
            return made;
    }
    m_database = std::move(*opened);
    return Nothing{};
}

Result<Nothing> StudioStore::forEachRow(sqlite::Statement &statement,
                                        const std::function<void(const sqlite::Statement &)> &take)
{
    while (true) {
        const auto more = statement.step();
        if (!more)
            return more.error();
        if (!*more)
            return Nothing{};
        take(statement);
    }
}

Result<Nothing> StudioStore::removeFile(const QString &path)
{
    QFile file(path);
    if (file.exists() && !file.remove())
        return Error{.kind = Error::Kind::Storage,
                     .detail = path + QStringLiteral(": ") + file.errorString()};
    return Nothing{};
}

QString StudioStore::place(const QString &dataDirectory, const QString &folder)
{
    return QDir(dataDirectory).absoluteFilePath(folder);
}

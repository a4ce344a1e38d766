// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"

#include <functional>
#include <optional>

//! A part of studio.db, opened when it is first used, perhaps with a folder of sound files beside it. Blocks;
//! used by one thread.
class StudioStore
{
protected:
    //! \a folder: the name of its folder in \a dataDirectory; empty for none.
    explicit StudioStore(const QString &dataDirectory, const QString &folder = {});

    //! Also makes both folders, private. Every other use of the database comes after it.
    Result<Nothing> open();
    sqlite::Database &database() { return *m_database; }

    //! Steps through \a statement to its end.
    static Result<Nothing> forEachRow(sqlite::Statement &statement,
                                      const std::function<void(const sqlite::Statement &)> &take);

    //! Good too where there is no such file.
    static Result<Nothing> removeFile(const QString &path);
    //! The path of \a folder in \a dataDirectory.
    static QString place(const QString &dataDirectory, const QString &folder);

    const QString m_dataDirectory;

private:
    const QString m_folder;
    std::optional<sqlite::Database> m_database;
};

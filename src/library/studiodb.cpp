// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/studiodb.h"

#include "base/files.h"

#include <QDir>
#include <QMutex>

#include <array>

namespace {

// Steps are only ever added at the end: files of older versions have done those above already.
constexpr const char *draftTable = R"(
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    purpose INTEGER NOT NULL,
    connection TEXT NOT NULL,
    group_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    voiceprint_id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL
) STRICT)";
constexpr const char *callCountTable = R"(
CREATE TABLE call_counts (
    connection TEXT NOT NULL,
    day TEXT NOT NULL, -- in local time, as 2026-01-31
    calls INTEGER NOT NULL,
    billed INTEGER NOT NULL,
    PRIMARY KEY (connection, day)
) STRICT)";
// Drafts name their connection by its id, no longer by its words.
constexpr const char *draftConnectionIds =
    "UPDATE draft SET connection = 'local' WHERE connection = 'This computer'";
constexpr std::array migrations{draftTable, callCountTable, draftConnectionIds};
constexpr sqlite::Schema schema{.applicationId = 0x56505354, .migrations = migrations}; // "VPST"

} // namespace

Result<sqlite::Database> studiodb::open(const QString &dataDirectory)
{
    // Of two that find no file, or an old one, only one may make or migrate it.
    static QMutex door;
    const QMutexLocker locker(&door);
    if (auto made = files::makePrivateDirectory(dataDirectory); !made)
        return made.error();
    return sqlite::Database::open(QDir(dataDirectory).absoluteFilePath(QStringLiteral("studio.db")), schema);
}

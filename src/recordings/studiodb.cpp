// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/studiodb.h"

#include "base/files.h"

#include <QDir>
#include <QFile>
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
constexpr const char *draftConsent = R"(
ALTER TABLE draft ADD COLUMN channel INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN consent_by TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN consent_at INTEGER NOT NULL DEFAULT 0)";
constexpr const char *keptRecordingTable = R"(
CREATE TABLE kept_recording (
    id TEXT PRIMARY KEY,
    connection TEXT NOT NULL,
    group_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    voiceprint_id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    channel INTEGER NOT NULL,
    consent_by TEXT NOT NULL, -- empty: none is noted
    consent_at INTEGER NOT NULL,
    created INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    UNIQUE (connection, voiceprint_id)
) STRICT)";
constexpr const char *consentTable = R"(
CREATE TABLE consent (
    connection TEXT NOT NULL,
    voiceprint_id TEXT NOT NULL,
    group_id TEXT NOT NULL, -- empty: not known
    consent_by TEXT NOT NULL,
    consent_at INTEGER NOT NULL,
    PRIMARY KEY (connection, voiceprint_id)
) STRICT)";
// The voiceprint is not there any more; a recording of it is kept still.
constexpr const char *consentIsGone = "ALTER TABLE consent ADD COLUMN is_gone INTEGER NOT NULL DEFAULT 0";
constexpr std::array migrations{draftTable,         callCountTable, draftConnectionIds, draftConsent,
                                keptRecordingTable, consentTable,   consentIsGone};
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

qint64 studiodb::time(const QDateTime &when)
{
    return when.isValid() ? when.toMSecsSinceEpoch() : 0;
}

QDateTime studiodb::time(qint64 milliseconds)
{
    return milliseconds == 0 ? QDateTime() : QDateTime::fromMSecsSinceEpoch(milliseconds);
}

Consent studiodb::consent(const sqlite::Statement &row, int column)
{
    return {row.text(column), time(row.integer(column + 1))};
}

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

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/studiodatabase.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <array>

#include <sqlite3.h>

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
// A test and the group as it was then, which many tests share.
constexpr const char *identificationTables = R"(
CREATE TABLE gallery (
    id INTEGER PRIMARY KEY,
    connection TEXT NOT NULL,
    connection_name TEXT NOT NULL,
    engine TEXT NOT NULL,
    group_id TEXT NOT NULL,
    group_name TEXT NOT NULL,
    members BLOB NOT NULL, -- a QStringList: id, name, id, name
    sum INTEGER NOT NULL
) STRICT;
CREATE TABLE identification (
    id TEXT PRIMARY KEY,
    gallery INTEGER NOT NULL REFERENCES gallery (id),
    scores BLOB NOT NULL, -- a QList<double>, as the members stand
    at INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    truth INTEGER NOT NULL,
    who TEXT NOT NULL,
    log_id TEXT NOT NULL,
    clip_bytes INTEGER NOT NULL, -- 0: the clip was not kept
    sum INTEGER NOT NULL
) STRICT)";
constexpr const char *checksums = R"(
ALTER TABLE draft ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
UPDATE draft SET sum = checksum(id, connection, group_id, group_name, voiceprint_id, name, description, channel,
    consent_by, consent_at, created, milliseconds, purpose);
ALTER TABLE kept_recording ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
UPDATE kept_recording SET sum = checksum(id, connection, group_id, group_name, voiceprint_id, name, description,
    channel, consent_by, consent_at, created, milliseconds);
ALTER TABLE consent ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
UPDATE consent SET sum = checksum(connection, voiceprint_id, group_id, consent_by, consent_at, is_gone);
ALTER TABLE call_counts ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
UPDATE call_counts SET sum = checksum(connection, day, calls, billed);
CREATE TABLE tally (
    name TEXT PRIMARY KEY, number INTEGER NOT NULL, keys INTEGER NOT NULL, sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT 'draft', count(*), ifnull(sum(checksum(id) & 0xffffffff), 0), 0 FROM draft;
INSERT INTO tally SELECT 'kept_recording', count(*), ifnull(sum(checksum(id) & 0xffffffff), 0), 0
    FROM kept_recording;
INSERT INTO tally SELECT 'consent', count(*),
    ifnull(sum(checksum(connection, voiceprint_id) & 0xffffffff), 0), 0 FROM consent;
INSERT INTO tally SELECT 'call_counts', count(*), ifnull(sum(checksum(connection, day) & 0xffffffff), 0), 0
    FROM call_counts;
INSERT INTO tally SELECT 'gallery', count(*), ifnull(sum(checksum(id) & 0xffffffff), 0), 0 FROM gallery;
INSERT INTO tally SELECT 'identification', count(*), ifnull(sum(checksum(id) & 0xffffffff), 0), 0
    FROM identification;
UPDATE tally SET sum = checksum(name, number, keys))";
constexpr std::array migrations{draftTable,    callCountTable,       draftConnectionIds,
                                draftConsent,  keptRecordingTable,   consentTable,
                                consentIsGone, identificationTables, checksums};
constexpr sqlite::Schema schema{.applicationId = 0x56505354, .migrations = migrations}; // "VPST"

const StudioTable *const tables[] = {&studiotable::drafts,    &studiotable::kept,
                                     &studiotable::consents,  &studiotable::callCounts,
                                     &studiotable::galleries, &studiotable::tests};

QString pathIn(const QString &dataDirectory)
{
    return QDir(dataDirectory).absoluteFilePath(QStringLiteral("studio.db"));
}

QString words(const char *text)
{
    return QCoreApplication::translate("Error", text);
}

QByteArray wholeness(const StudioTable &table)
{
    return QByteArray("sum = checksum(") + table.columns + ')';
}

QByteArray tallyOf(const StudioTable &table)
{
    return QByteArray("(SELECT count(*) AS number, ifnull(sum(checksum(") + table.key +
           ") & 0xffffffff), 0) AS keys FROM " + table.name + ')';
}

} // namespace

namespace studiotable {

const StudioTable drafts{"draft",
                         "id, connection, group_id, group_name, voiceprint_id, name, description, channel,"
                         " consent_by, consent_at, created, milliseconds, purpose",
                         "id", QT_TRANSLATE_NOOP("Error", "the notes on the unsent recordings"), "name"};
const StudioTable kept{"kept_recording",
                       "id, connection, group_id, group_name, voiceprint_id, name, description, channel,"
                       " consent_by, consent_at, created, milliseconds",
                       "id", QT_TRANSLATE_NOOP("Error", "the notes on the kept recordings"), "name"};
const StudioTable consents{"consent", "connection, voiceprint_id, group_id, consent_by, consent_at, is_gone",
                           "connection, voiceprint_id",
                           QT_TRANSLATE_NOOP("Error", "the notes of who consented"), "consent_by"};
const StudioTable callCounts{"call_counts", "connection, day, calls, billed", "connection, day",
                             QT_TRANSLATE_NOOP("Error", "the counts of calls"), "day"};

const StudioTable galleries{"gallery", "connection, connection_name, engine, group_id, group_name, members",
                            "id", QT_TRANSLATE_NOOP("Error", "the groups of the tests that were made"),
                            "group_name"};
const StudioTable tests{"identification",
                        "id, gallery, scores, at, milliseconds, channel, truth, who, log_id, clip_bytes",
                        "id", QT_TRANSLATE_NOOP("Error", "the tests that were made"), "id"};

} // namespace studiotable

Result<StudioDatabase> StudioDatabase::open(const QString &dataDirectory)
{
    auto opened = sqlite::Database::open(pathIn(dataDirectory), schema);
    if (!opened)
        return storageError(QStringLiteral("studio.db: ") + opened.error().detail, opened.error().code);
    StudioDatabase database(*std::move(opened));
    constexpr qint64 small = 1024 * 1024; // takes a few milliseconds
    if (auto examined = database.examine(QFileInfo(pathIn(dataDirectory)).size() < small); !examined)
        return examined.error();
    return database;
}

Result<QStringList> StudioDatabase::check(const QString &dataDirectory, std::stop_token stop)
{
    if (!QFile::exists(pathIn(dataDirectory)))
        return QStringList();
    auto opened = sqlite::Database::openToRead(pathIn(dataDirectory), schema);
    if (!opened)
        return storageError(QStringLiteral("studio.db: ") + opened.error().detail, opened.error().code);
    const auto version = opened->number("PRAGMA user_version");
    opened->stopWith(std::move(stop));
    StudioDatabase database(*std::move(opened));
    // Of a file of a version before checksums the pages alone can be judged.
    const bool hasSums = version && *version == qint64(migrations.size());
    if (auto examined =
            hasSums ? database.examine(true) : version.and_then([](qint64) { return Result(Nothing{}); });
        !examined)
        return examined.error();
    QStringList findings;
    for (const QStringList &some : std::as_const(database.m_findings))
        findings += some;
    return findings;
}

Result<Nothing> StudioDatabase::examine(bool isThorough)
{
    const char *check = isThorough ? "PRAGMA integrity_check(3)" : "PRAGMA quick_check(3)";
    const auto pages = m_database.rows(check, [](const sqlite::Row &row) { return row.text(0); });
    if (!pages && !sqlite::isDamage(pages.error()))
        return pages.error();
    m_isBroken = !pages || *pages != QStringList(QStringLiteral("ok"));
    if (m_isBroken) {
        for (const QString &finding : pages ? *pages : QStringList(pages.error().detail))
            m_findings[{}] << QStringLiteral("studio.db: ") + finding;
    }
    for (const StudioTable *table : tables) {
        auto examined = examineTally(*table);
        // Whoever reads the tests looks at each row.
        const bool isLong = table == &studiotable::tests || table == &studiotable::galleries;
        if (examined && (isThorough || !isLong))
            examined = examineRows(*table);
        if (!examined)
            return examined;
    }
    return Nothing{};
}

Result<Nothing> StudioDatabase::examineRows(const StudioTable &table)
{
    const QByteArray name = table.name;
    const QByteArray sql =
        QByteArray("SELECT ") + table.shown + " FROM " + name + " WHERE NOT (" + wholeness(table) + ')';
    const auto damaged = m_database.rows(sql.constData(), [](const sqlite::Row &row) { return row.text(0); });
    if (!damaged) // the pages said so already
        return sqlite::isDamage(damaged.error()) ? Result(Nothing{}) : damaged.error();
    for (const QString &shown : *damaged)
        m_findings[name] << QCoreApplication::translate("Error",
                                                        "in %1 that of “%2” is not as it was written")
                                .arg(words(table.what), shown);
    return Nothing{};
}

Result<Nothing> StudioDatabase::examineTally(const StudioTable &table)
{
    const QByteArray name = table.name;
    const QByteArray sql = "SELECT 1 FROM tally t, " + tallyOf(table) + " f WHERE t.name = '" + name +
                           "' AND t.sum = checksum(t.name, t.number, t.keys) AND t.number = f.number AND"
                           " t.keys = f.keys";
    const auto isTrue = m_database.number(sql.constData());
    if (!isTrue && !sqlite::isDamage(isTrue.error()))
        return isTrue.error();
    if (!isTrue || *isTrue != 1) {
        m_gaps.insert(name);
        m_findings[name]
            << QCoreApplication::translate("Error", "of %1 some are missing").arg(words(table.what));
    }
    return Nothing{};
}

std::optional<Error> StudioDatabase::damage(const StudioTable &table) const
{
    constexpr qsizetype most = 5;
    const QStringList findings = m_findings.value({}) + m_findings.value(table.name);
    if (findings.isEmpty())
        return {};
    return storageError(findings.first(std::min(most, findings.size())).join(QStringLiteral("; ")),
                        SQLITE_CORRUPT);
}

Result<Nothing> StudioDatabase::closeGaps(const StudioTable &table)
{
    if (!m_gaps.contains(table.name) || m_isBroken)
        return Nothing{};
    m_gaps.remove(table.name);
    return write(table, [](sqlite::Database &) { return Result(Nothing{}); });
}

Result<Nothing> StudioDatabase::mayWrite() const
{
    if (m_isBroken)
        return storageError(m_findings.value({}).value(0), SQLITE_CORRUPT);
    if (m_database.hasMoved())
        return sqlite::movedError();
    return Nothing{};
}

// What is missing is not forgotten by it.
Result<Nothing> StudioDatabase::count(const StudioTable &table)
{
    if (m_gaps.contains(table.name))
        return Nothing{};
    const QByteArray name = QByteArray("'") + table.name + '\'';
    const QByteArray sql = "INSERT OR REPLACE INTO tally SELECT " + name + ", number, keys, checksum(" +
                           name + ", number, keys) FROM " + tallyOf(table);
    return m_database.run(sql.constData());
}

QByteArray StudioDatabase::selection(const StudioTable &table, const char *order)
{
    return "SELECT " + wholeness(table) + ", rowid, " + table.columns + " FROM " + table.name + order;
}

QByteArray StudioDatabase::insertion(const StudioTable &table, int columns)
{
    QByteArrayList places;
    for (int i = 1; i <= columns; ++i)
        places << '?' + QByteArray::number(i);
    const QByteArray values = places.join(", ");
    return QByteArray("INSERT OR REPLACE INTO ") + table.name + " (" + table.columns + ", sum) VALUES (" +
           values + ", checksum(" + values + "))";
}

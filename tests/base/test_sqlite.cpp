// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/sqlite.h"
#include "runner.h"

#include <QFile>
#include <QTemporaryDir>

#include <array>

#include <sqlite3.h>
#include <sys/stat.h>

class TestSqlite : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void valuesRoundTrip();
    void valuesAreBoundByTheirType();
    void rowsAreRead();
    void settingsHold();
    void migratesForward();
    void failedMigrationLeavesTheOldVersion();
    void refusesOthers_data();
    void refusesOthers();
    void transactionsAreAllOrNothing();
    void errorsAreTold();
    void deletedIsGone();
    void readersKeepTheLog();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("test.db")); }
    QByteArray bytes(const char *suffix = "") const
    {
        QFile file(path() + QLatin1String(suffix));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

static constexpr std::array<const char *, 1> first{
    "CREATE TABLE t (a, b, c, d, e); CREATE TABLE u (x INTEGER PRIMARY KEY)"};
static constexpr std::array<const char *, 2> second{first[0], "ALTER TABLE t ADD COLUMN f DEFAULT 7"};
static constexpr std::array<const char *, 2> broken{first[0],
                                                    "CREATE TABLE v (x); INSERT INTO nothing VALUES (1)"};
static constexpr sqlite::Schema schema{.applicationId = 0x1234, .migrations = first};

// -1 where the statement gives an error.
static qint64 number(sqlite::Database &database, const char *sql)
{
    const auto found = database.number(sql);
    return found ? *found : -1;
}

void TestSqlite::valuesRoundTrip()
{
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    const QString text = QStringLiteral("家 Zoë 🏠\n'; DROP TABLE t; --");
    const QByteArray blob("\0\x01\xff", 3);
    QVERIFY(database->run("INSERT INTO t VALUES (?, ?, ?, ?, ?)", text, blob, 7511988408546279468,
                          23.139079321463843, std::optional<qint64>()));
    const auto found = database->one("SELECT a, b, c, d, e, e IS NULL FROM t", [&](const sqlite::Row &row) {
        return row.text(0) == text && row.blob(1) == blob && row.integer(2) == 7511988408546279468 &&
               row.real(3) == 23.139079321463843 && row.text(4).isEmpty() && row.blob(4).isEmpty() &&
               row.integer(5) == 1;
    });
    QVERIFY(found && found->value_or(false));
    QVERIFY(database->run("INSERT INTO t (a, b) VALUES (?, ?)", QString(), QByteArray()));
    QCOMPARE(number(*database, "SELECT count(*) FROM t WHERE a = '' AND b = x''"), 1); // empty is not absent
}

void TestSqlite::valuesAreBoundByTheirType()
{
    enum class Size { Small, Large };
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    const auto kind = [&](const auto &value) {
        const auto found =
            database->one<QString>("SELECT typeof(?1) || ' ' || ifnull(CAST(?1 AS TEXT), '')", value);
        return found ? found->value_or(QString()) : found.error().detail;
    };
    QCOMPARE(kind(7), QStringLiteral("integer 7"));
    QCOMPARE(kind(true), QStringLiteral("integer 1"));
    QCOMPARE(kind(Size::Large), QStringLiteral("integer 1"));
    QCOMPARE(kind(0.5), QStringLiteral("real 0.5"));
    QCOMPARE(kind(QStringLiteral("7")), QStringLiteral("text 7"));
    QCOMPARE(kind(QByteArray("7")), QStringLiteral("blob 7"));
    QCOMPARE(kind(std::optional(QStringLiteral("x"))), QStringLiteral("text x"));
    QCOMPARE(kind(std::optional<QString>()), QStringLiteral("null "));
    QCOMPARE(kind(QDateTime::fromMSecsSinceEpoch(1'234)), QStringLiteral("integer 1234"));
    QCOMPARE(kind(QDateTime()), QStringLiteral("integer 0"));
    for (const QDateTime &when : {QDateTime(), QDateTime::fromMSecsSinceEpoch(1'790'000'000'001)}) {
        const auto time = [](const sqlite::Row &row) { return row.time(0); };
        QCOMPARE(**database->one("SELECT ?", time, when), when);
    }
}

void TestSqlite::rowsAreRead()
{
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    QVERIFY(!*database->one<qint64>("SELECT x FROM u"));
    QCOMPARE(*database->number("SELECT x FROM u"), 0);
    for (int i = 1; i <= 3; ++i)
        QVERIFY(database->run("INSERT INTO u VALUES (?)", i));
    const auto half = [](const sqlite::Row &row) { return row.real(0) / 2; };
    QCOMPARE(*database->rows("SELECT x FROM u ORDER BY x", half), (QList<double>{0.5, 1, 1.5}));
    QCOMPARE(*database->rows("SELECT x FROM u WHERE x > ? AND x < ?", half, 1, 3), QList<double>{1});
    QCOMPARE(**database->one("SELECT x FROM u WHERE x > ? ORDER BY x", half, 1), 1.0);
    QCOMPARE(**database->one<QByteArray>("SELECT x'00ff'"), QByteArray("\0\xff", 2));
    QCOMPARE(*database->number("SELECT count(*) FROM u WHERE x < ?", 3), 2);
    QVERIFY(!database->rows("SELECT nonsense", half));
    QVERIFY(!database->one("SELECT nonsense", half));
    QVERIFY(!database->number("SELECT nonsense"));
}

void TestSqlite::settingsHold()
{
    umask(0);
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    QVERIFY(database->execute("INSERT INTO u VALUES (1)"));
    for (const char *suffix : {"", "-wal", "-shm"}) {
        struct stat entry = {};
        QCOMPARE(stat(QFile::encodeName(path() + QLatin1String(suffix)).constData(), &entry), 0);
        QCOMPARE(int(entry.st_mode & 0777), 0600);
    }
    QCOMPARE(number(*database, "PRAGMA synchronous"), 2);
    QCOMPARE(number(*database, "PRAGMA secure_delete"), 1);
    QCOMPARE(number(*database, "PRAGMA auto_vacuum"), 2);
    QCOMPARE(number(*database, "PRAGMA foreign_keys"), 1);
    QCOMPARE(number(*database, "PRAGMA application_id"), 0x1234);
    QCOMPARE(number(*database, "PRAGMA user_version"), 1);
    QCOMPARE(**database->one<QString>("PRAGMA journal_mode"), QStringLiteral("wal"));
}

void TestSqlite::migratesForward()
{
    {
        auto database = sqlite::Database::open(path(), schema);
        QVERIFY(database);
        QVERIFY(database->execute("INSERT INTO t (a) VALUES ('kept')"));
    }
    for (int round = 0; round < 2; ++round) { // a step is run once
        auto database = sqlite::Database::open(path(), {.applicationId = 0x1234, .migrations = second});
        QVERIFY(database);
        QCOMPARE(number(*database, "PRAGMA user_version"), 2);
        QCOMPARE(number(*database, "SELECT f FROM t WHERE a = 'kept'"), 7);
    }
}

void TestSqlite::failedMigrationLeavesTheOldVersion()
{
    QVERIFY(sqlite::Database::open(path(), schema));
    QVERIFY(!sqlite::Database::open(path(), {.applicationId = 0x1234, .migrations = broken}));
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    QCOMPARE(number(*database, "SELECT count(*) FROM sqlite_schema WHERE name = 'v'"), 0);
}

void TestSqlite::refusesOthers_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QString>("words");
    QTest::newRow("newer") << QByteArray("PRAGMA user_version=2") << QStringLiteral("newer version");
    QTest::newRow("another application")
        << QByteArray("PRAGMA application_id=5") << QStringLiteral("not a database of this application");
    QTest::newRow("another application's unversioned tables")
        << QByteArray("PRAGMA user_version=0; PRAGMA application_id=0")
        << QStringLiteral("not a database of this application");
    QTest::newRow("text") << QByteArray() << QStringLiteral("not a database");
}

void TestSqlite::refusesOthers()
{
    QFETCH(QByteArray, what);
    QFETCH(QString, words);
    if (what.isEmpty()) {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("my diary\n").repeated(1000));
    } else {
        auto database = sqlite::Database::open(path(), schema);
        QVERIFY(database);
        QVERIFY(database->execute(what.constData()));
    }
    const QByteArray before = bytes();
    const auto opened = sqlite::Database::open(path(), schema);
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Error::Kind::Storage);
    QVERIFY2(opened.error().detail.contains(words), qPrintable(opened.error().detail));
    QCOMPARE(bytes(), before);
}

void TestSqlite::transactionsAreAllOrNothing()
{
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    const auto failed = database->transaction([&]() -> Result<Nothing> {
        if (auto done = database->execute("INSERT INTO u VALUES (1)"); !done)
            return done;
        return database->execute("INSERT INTO u VALUES (1)"); // the key is taken
    });
    QVERIFY(!failed);
    QCOMPARE(number(*database, "SELECT count(*) FROM u"), 0);
    const auto done = database->transaction([&]() -> Result<qint64> {
        if (auto added = database->execute("INSERT INTO u VALUES (1)"); !added)
            return added.error();
        return qint64(5);
    });
    QVERIFY(done);
    QCOMPARE(*done, 5);
    auto other = sqlite::Database::open(path(), schema);
    QVERIFY(other);
    QCOMPARE(number(*other, "SELECT count(*) FROM u"), 1);
}

void TestSqlite::errorsAreTold()
{
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    const auto nonsense = database->run("SELECT nonsense");
    QVERIFY(!nonsense);
    QVERIFY(nonsense.error().detail.contains(u"nonsense"));
    QVERIFY(!database->run("INSERT INTO u VALUES (?)", 1, 2)); // one value too many
    QVERIFY(!database->run("INSERT INTO u VALUES (?)"));       // too few
    QCOMPARE(number(*database, "SELECT count(*) FROM u"), 0);
    QVERIFY(database->execute("PRAGMA max_page_count=20"));
    const auto full = database->run("INSERT INTO t (a) VALUES (?)", QByteArray(1'000'000, 'x'));
    QVERIFY(!full);
    QCOMPARE(full.error().code & 0xff, SQLITE_FULL);
    QVERIFY(!sqlite::Database::open(m_folder->filePath(QStringLiteral("no/such/folder.db")), schema));
    const auto nowhere =
        sqlite::Database::openToRead(m_folder->filePath(QStringLiteral("no/such/folder.db")), schema);
    QVERIFY(!nowhere);
    QVERIFY2(nowhere.error().detail.contains(qt_error_string(ENOENT)), qPrintable(nowhere.error().detail));
}

void TestSqlite::deletedIsGone()
{
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    const QByteArray marker = "NotToBeFoundAfterwards";
    QVERIFY(database->run("INSERT INTO t (a, b) VALUES ('x', ?)", marker.repeated(50'000)));
    QVERIFY(database->checkpoint());
    QVERIFY(bytes().contains(marker));
    const qsizetype large = bytes().size();
    QVERIFY(database->execute("DELETE FROM t"));
    QVERIFY(database->checkpoint());
    QVERIFY(!bytes().contains(marker));
    QVERIFY(!bytes("-wal").contains(marker));
    QVERIFY2(bytes().size() < large / 10, QByteArray::number(bytes().size()).constData());
}

void TestSqlite::readersKeepTheLog()
{
    auto database = sqlite::Database::open(path(), schema);
    auto reader = sqlite::Database::openToRead(path(), schema);
    QVERIFY(database && reader);
    QVERIFY(database->execute("INSERT INTO t (a) VALUES ('x')"));
    QVERIFY(reader->execute("BEGIN"));
    QCOMPARE(number(*reader, "SELECT count(*) FROM t"), 1);
    QVERIFY(database->execute("DELETE FROM t"));
    const auto early = database->tryCheckpoint();
    QVERIFY(early);
    QCOMPARE(*early, false);
    QVERIFY(bytes("-wal").size() > 0);
    QVERIFY(reader->execute("COMMIT"));
    const auto late = database->tryCheckpoint();
    QVERIFY(late);
    QCOMPARE(*late, true);
    QCOMPARE(bytes("-wal").size(), 0);
}

ROOM_TEST(TestSqlite, QCoreApplication)
#include "test_sqlite.moc"

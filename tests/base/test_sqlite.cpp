// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/sqlite.h"

#include "base/locks.h"
#include "runner.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

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
    void orphansAreNotMigrated();
    void anyFlippedBitIsSurvived();
    void isMadeWhole();
    void tellsThatItMoved();
    void checksumsDiffer();
    void transactionsAreAllOrNothing();
    void errorsAreTold();
    void deletedIsGone();
    void readersKeepTheLog();
    void aFolderWithoutLocksIsSaidSo();

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
        << QByteArray("PRAGMA application_id=5") << QStringLiteral("not a database of Voiceprint Studio");
    QTest::newRow("another application's unversioned tables")
        << QByteArray("PRAGMA user_version=0; PRAGMA application_id=0")
        << QStringLiteral("not a database of Voiceprint Studio");
    QTest::newRow("text") << QByteArray() << QStringLiteral("not a database of Voiceprint Studio");
    QTest::newRow("an empty file") << QByteArray("empty") << QStringLiteral("the file is empty");
    QTest::newRow("a database without tables")
        << QByteArray("DROP TABLE t; DROP TABLE u; PRAGMA user_version=0")
        << QStringLiteral("not a database of Voiceprint Studio");
    QTest::newRow("a version below all") << QByteArray("PRAGMA user_version=-5") << QStringLiteral("-5");
    QTest::newRow("the least version")
        << QByteArray("PRAGMA user_version=-2147483648") << QStringLiteral("damaged");
    QTest::newRow("a missing table") << QByteArray("DROP TABLE u") << QStringLiteral("table u is missing");
    QTest::newRow("a renamed column")
        << QByteArray("ALTER TABLE t RENAME COLUMN a TO z") << QStringLiteral("table t is not as it should");
    QTest::newRow("one column more") << QByteArray("ALTER TABLE t ADD COLUMN z")
                                     << QStringLiteral("table t is not as it should");
    QTest::newRow("a foreign table") << QByteArray("CREATE TABLE w (x)")
                                     << QStringLiteral("table w does not");
    QTest::newRow("a foreign index") << QByteArray("CREATE INDEX w ON t (a)")
                                     << QStringLiteral("index w does not");
    QTest::newRow("a view") << QByteArray("CREATE VIEW w AS SELECT 1") << QStringLiteral("view w does not");
    QTest::newRow("a view for a table")
        << QByteArray("DROP TABLE u; CREATE VIEW u AS SELECT 1 AS x") << QStringLiteral("table u is missing");
    QTest::newRow("a trigger") << QByteArray("CREATE TRIGGER w AFTER INSERT ON u BEGIN DELETE FROM t; END")
                               << QStringLiteral("trigger w does not");
}

void TestSqlite::refusesOthers()
{
    QFETCH(QByteArray, what);
    QFETCH(QString, words);
    if (what.isEmpty()) {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("my diary\n").repeated(1000));
    } else if (what == "empty") {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
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
    QVERIFY(!sqlite::Database::openToRead(path(), schema));
    QCOMPARE(bytes(), before);
}

void TestSqlite::orphansAreNotMigrated()
{
    static constexpr std::array<const char *, 1> homes{
        "CREATE TABLE home (id INTEGER PRIMARY KEY);"
        "CREATE TABLE person (id INTEGER PRIMARY KEY, home INTEGER NOT NULL REFERENCES home(id))"};
    static constexpr std::array<const char *, 2> later{homes[0], "ALTER TABLE person ADD COLUMN name"};
    {
        auto database = sqlite::Database::open(path(), {.applicationId = 7, .migrations = homes});
        QVERIFY(database);
        QVERIFY(database->execute("PRAGMA foreign_keys=OFF; INSERT INTO person VALUES (3, 1)"));
    }
    const auto opened = sqlite::Database::open(path(), {.applicationId = 7, .migrations = later});
    QVERIFY(!opened);
    QVERIFY2(opened.error().detail.contains(u"person 3"), qPrintable(opened.error().detail));
    QVERIFY(sqlite::Database::open(path(), {.applicationId = 7, .migrations = homes}));
}

// Every bit of the header, and of the page on which the tables are named: an answer each time, never an end.
void TestSqlite::anyFlippedBitIsSurvived()
{
    {
        auto database = sqlite::Database::open(path(), {.applicationId = 0x1234, .migrations = second});
        QVERIFY(database);
        for (int i = 0; i < 50; ++i)
            QVERIFY(database->run("INSERT INTO t (a, b) VALUES (?, ?)", i, QByteArray(500, 'x')));
    }
    const QByteArray whole = bytes();
    int opened = 0;
    for (int bit = 0; bit < 1600; ++bit) {
        QByteArray flipped = whole;
        const qsizetype at = bit < 800 ? bit / 8 : 100 + (bit * 37) % 3996;
        flipped[at] = char(flipped[at] ^ (1 << bit % 8));
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(flipped), flipped.size());
        file.close();
        auto database = sqlite::Database::open(path(), {.applicationId = 0x1234, .migrations = second});
        if (!database) {
            QVERIFY2(!database.error().detail.isEmpty(), QByteArray::number(bit).constData());
            continue;
        }
        ++opened;
        (void)database->rows("SELECT a, b FROM t", [](const sqlite::Row &row) { return row.blob(1); });
    }
    qInfo("of 1600 files with one bit flipped %d opened", opened);
    QVERIFY(opened > 0 && opened < 1500);
}

// No file appears before all of it is there; two that make it at once get the same one.
void TestSqlite::isMadeWhole()
{
    QVERIFY(!sqlite::Database::open(path(), {.applicationId = 1, .migrations = broken}));
    QVERIFY(QDir(m_folder->path()).isEmpty());
    std::vector<std::thread> makers;
    std::atomic<int> made = 0;
    for (int i = 0; i < 8; ++i)
        makers.emplace_back([&] {
            auto database = sqlite::Database::open(path(), schema);
            made += database && database->run("INSERT INTO t (a) VALUES (1)");
        });
    for (std::thread &maker : makers)
        maker.join();
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    QCOMPARE(number(*database, "SELECT count(*) FROM t"), made.load());
    QCOMPARE(made.load(), 8);
    QCOMPARE(QDir(m_folder->path()).entryList({u"test.db.*"_qs}), QStringList());
}

void TestSqlite::tellsThatItMoved()
{
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database && !database->hasMoved());
    QVERIFY(QFile::rename(path(), path() + u'2'));
    QVERIFY(database->hasMoved());
    QVERIFY(sqlite::Database::open(path(), schema)); // another one in its place
    QVERIFY(database->hasMoved());
    QVERIFY(QFile::remove(path()) && QFile::rename(path() + u'2', path()));
    QVERIFY(!database->hasMoved());
    QVERIFY(QDir(m_folder->path()).removeRecursively());
    QVERIFY(database->hasMoved());
}

void TestSqlite::checksumsDiffer()
{
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    QSet<qint64> sums;
    const QList<const char *> values{"",   "0",   "1",         "'1'",        "x'31'",     "1.0",      "NULL",
                                     "''", "x''", "'a', 'bc'", "'ab', 'c'",  "'abc'",     "1, 2",     "2, 1",
                                     "12", "-1",  "1e308",     "NULL, NULL", "'x', NULL", "NULL, 'x'"};
    for (const char *value : values) {
        const QByteArray sql = QByteArray("SELECT checksum(") + value + ')';
        sums += number(*database, sql.constData());
        QCOMPARE(number(*database, sql.constData()), number(*database, sql.constData()));
    }
    QCOMPARE(sums.size(), values.size());
    QVERIFY(!database->execute("CREATE INDEX i ON t (checksum(a))")); // it is no part of a file
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

// In a process of its own, for which no folder can lock files.
void TestSqlite::aFolderWithoutLocksIsSaidSo()
{
    if (!qEnvironmentVariable("LD_PRELOAD").contains(QStringLiteral("nolocks"))) {
        QVERIFY(locks::canLock(m_folder->path()));
        QProcess alone;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(BINARY_DIR "/nolocks.so"));
        environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("verify_asan_link_order=0"));
        alone.setProcessEnvironment(environment);
        alone.setProcessChannelMode(QProcess::ForwardedChannels);
        alone.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("test_sqlite"), QLatin1String(__func__)});
        QVERIFY(alone.waitForFinished(60'000));
        QCOMPARE(alone.exitCode(), 0);
        return;
    }
    QVERIFY(!locks::canLock(m_folder->path()));
    const auto database = sqlite::Database::open(path(), schema);
    QVERIFY(!database);
    QCOMPARE(database.error().code, locks::impossible);
    QVERIFY2(database.error().detail.contains(m_folder->path()), qPrintable(database.error().detail));
}

ROOM_TEST(TestSqlite, QCoreApplication)
#include "test_sqlite.moc"

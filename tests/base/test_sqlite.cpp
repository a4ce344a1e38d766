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

static qint64 number(sqlite::Database &database, const char *sql)
{
    auto statement = database.prepare(sql);
    const auto row = statement.step();
    return row && *row ? statement.integer(0) : -1;
}

void TestSqlite::valuesRoundTrip()
{
    auto database = sqlite::Database::open(path(), schema);
    QVERIFY(database);
    const QString text = QStringLiteral("家 Zoë 🏠\n'; DROP TABLE t; --");
    const QByteArray blob("\0\x01\xff", 3);
    auto insert = database->prepare("INSERT INTO t VALUES (?, ?, ?, ?, ?)");
    QVERIFY(insert.bind(text)
                .bind(blob)
                .bind(qint64(7511988408546279468))
                .bind(23.139079321463843)
                .bindNull()
                .run());
    QCOMPARE(database->lastInsertId(), 1);
    QCOMPARE(database->changes(), 1);
    auto select = database->prepare("SELECT a, b, c, d, e, e IS NULL FROM t");
    QVERIFY(*select.step());
    QCOMPARE(select.text(0), text);
    QCOMPARE(select.blob(1), blob);
    QCOMPARE(select.integer(2), 7511988408546279468);
    QCOMPARE(select.real(3), 23.139079321463843);
    QCOMPARE(select.text(4), QString());
    QCOMPARE(select.blob(4), QByteArray());
    QCOMPARE(select.integer(5), 1);
    QVERIFY(!*select.step());
    QVERIFY(database->prepare("INSERT INTO t (a, b) VALUES (?, ?)").bind(QString()).bind(QByteArray()).run());
    QCOMPARE(number(*database, "SELECT count(*) FROM t WHERE a = '' AND b = x''"), 1); // empty is not absent
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
    auto mode = database->prepare("PRAGMA journal_mode");
    QVERIFY(*mode.step());
    QCOMPARE(mode.text(0), QStringLiteral("wal"));
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
    auto nonsense = database->prepare("SELECT nonsense");
    const auto stepped = nonsense.step();
    QVERIFY(!stepped);
    QVERIFY(stepped.error().detail.contains(u"nonsense"));
    QVERIFY(!database->prepare("INSERT INTO u VALUES (?)").bind(qint64(1)).bind(qint64(2)).run()); // one bind
                                                                                                   // too many
    QCOMPARE(number(*database, "SELECT count(*) FROM u"), 0);
    QVERIFY(database->execute("PRAGMA max_page_count=20"));
    const auto full =
        database->prepare("INSERT INTO t (a) VALUES (?)").bind(QByteArray(1'000'000, 'x')).run();
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
    QVERIFY(database->prepare("INSERT INTO t (a, b) VALUES ('x', ?)").bind(marker.repeated(50'000)).run());
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

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/sqlite.h"
#include "server/place.h"

#include <QDirIterator>
#include <QProcess>
#include <QTest>

#include <sqlite3.h>

using namespace place;

//! What the server keeps, and what it does not.
class TestKeeping : public QObject
{
    Q_OBJECT

private slots:
    void filesArePrivate();
    void deletedIsGone_data();
    void deletedIsGone();
    void oneServerPerFolder();
    void strangeFilesAreRefused_data();
    void strangeFilesAreRefused();
    void anotherEnginesStatisticsAreRenewed();
    void renewalGoesOnInTheBackground();
    void damagedAudioSparesTheOthers();
    void fullDisk();
};

static QByteArray everything(const QString &folder)
{
    QByteArray all;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

static QString databaseOf(const Place &place)
{
    return place.folder.filePath(QStringLiteral("data/server.db"));
}

// Runs SQL on the database of a stopped server.
static void tamper(const Place &place, const QString &sql)
{
    const int code = QProcess::execute(
        QStringLiteral("python3"), {QStringLiteral("-c"),
                                    QStringLiteral("import sqlite3,sys; c = sqlite3.connect(sys.argv[1]); "
                                                   "c.executescript(sys.argv[2]); c.commit(); c.close()"),
                                    databaseOf(place), sql});
    QCOMPARE(code, 0);
}

// The number that a query gives, also beside a running server.
static int count(const Place &place, const QString &sql)
{
    sqlite3 *database = nullptr;
    sqlite3_open(place.folder.filePath(QStringLiteral("data/server.db")).toUtf8().constData(), &database);
    sqlite3_busy_timeout(database, 5000);
    sqlite3_stmt *query = nullptr;
    sqlite3_prepare_v2(database, sql.toUtf8().constData(), -1, &query, nullptr);
    const int number = sqlite3_step(query) == SQLITE_ROW ? sqlite3_column_int(query, 0) : -1;
    sqlite3_finalize(query);
    sqlite3_close(database);
    return number;
}

void TestKeeping::filesArePrivate()
{
    Place place;
    place.enrol(place.newGroup(), QStringLiteral("A"), enrolSpeech(0));
    const QString data = place.folder.filePath(QStringLiteral("data"));
    QCOMPARE(QFile::permissions(data) & 0x0077, QFile::Permissions());
    QDirIterator files(data, QDir::Files);
    int count = 0;
    for (; files.hasNext(); ++count) {
        const QString path = files.next();
        QVERIFY2((QFile::permissions(path) & 0x0077) == QFile::Permissions(), qPrintable(path));
    }
    QVERIFY(count >= 4); // database, its log and index, the lock
    QVERIFY(!everything(data).contains(token));
}

void TestKeeping::deletedIsGone_data()
{
    QTest::addColumn<QByteArray>("how");
    QTest::newRow("voiceprint") << QByteArray("voiceprint");
    QTest::newRow("group") << QByteArray("group");
    QTest::newRow("replaced audio") << QByteArray("replace");
}

void TestKeeping::deletedIsGone()
{
    QFETCH(QByteArray, how);
    Place place;
    const QString group = place.newGroup();
    const QByteArray marker = "NotToBeFoundAfterwards!!";
    QByteArray pcm = pcmOf(enrolSpeech(0));
    for (qsizetype at = 20'000; at + marker.size() < pcm.size(); at += 40'000)
        pcm.replace(at, marker.size(), marker);
    const QString name = QStringLiteral("Marigold Featherstonehaugh");
    QCOMPARE(place.enrol(group, QStringLiteral("Other"), enrolSpeech(1)).code(), 0);
    const Reply made = place.enrol(group, name, wav(pcm));
    QCOMPARE(made.code(), 0);
    QCOMPARE(place.enrol(group, QStringLiteral("Last"), enrolSpeech(2)).code(), 0);
    const QString data = place.folder.filePath(QStringLiteral("data"));
    QVERIFY(everything(data).contains(marker));
    QVERIFY(everything(data).contains(name.toUtf8()));

    const QByteArray path = groupPath(group, "/features/") + made.id().toLatin1();
    if (how == "voiceprint")
        QCOMPARE(ask(place.port(), "DELETE", path).code(), 0);
    else if (how == "group")
        QCOMPARE(ask(place.port(), "DELETE", groupPath(group)).code(), 0);
    else
        QCOMPARE(
            askForm(place.port(), "PUT", path, {{"name", "x"}, {"file", enrolSpeech(3), "b.wav"}}).code(), 0);
    QVERIFY(!everything(data).contains(marker));
    QVERIFY(!everything(data).contains(name.toUtf8()));
    place.stop();
    QVERIFY(!everything(data).contains(marker));
}

void TestKeeping::oneServerPerFolder()
{
    Place place;
    const server::Options same{.dataDirectory = place.folder.filePath(QStringLiteral("data")),
                               .token = token};
    const auto second = server::Server::start(same);
    QVERIFY(!second);
    QCOMPARE(second.error().kind, Error::Kind::Storage);
    QVERIFY2(second.error().detail.contains(u"another server"), qPrintable(second.error().detail));
    QCOMPARE(ask(place.port(), "GET", groupsPath).status, 200);
    place.stop();
    QVERIFY(server::Server::start(same));
}

void TestKeeping::strangeFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QString>("words");
    QTest::newRow("garbage") << QByteArray("garbage") << QStringLiteral("not a database");
    QTest::newRow("newer") << QByteArray("newer") << QStringLiteral("newer version");
    QTest::newRow("of something else")
        << QByteArray("foreign") << QStringLiteral("not a database of this application");
}

void TestKeeping::strangeFilesAreRefused()
{
    QFETCH(QByteArray, what);
    QFETCH(QString, words);
    Place place;
    place.newGroup();
    place.stop();
    if (what == "newer") {
        tamper(place, QStringLiteral("PRAGMA user_version=99"));
    } else if (what == "foreign") {
        tamper(place, QStringLiteral("PRAGMA application_id=1"));
    } else {
        QFile file(databaseOf(place));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(QByteArray(4096, 'x'));
    }
    QFile file(databaseOf(place));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray before = file.readAll();
    const auto started = server::Server::start(
        {.dataDirectory = place.folder.filePath(QStringLiteral("data")), .token = token});
    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::Storage);
    QVERIFY2(started.error().detail.contains(words), qPrintable(started.error().detail));
    file.seek(0);
    QCOMPARE(file.readAll(), before);
}

void TestKeeping::anotherEnginesStatisticsAreRenewed()
{
    Place place;
    const QString group = place.newGroup();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(place.enrol(group, QString::number(i), enrolSpeech(i)).code(), 0);
    const QJsonArray list = ask(place.port(), "GET", groupPath(group, "/features")).items();
    const QJsonArray right = place.identify(group, testSpeech(1)).items("feature_score_list");
    place.stop();
    // An older engine, statistics that are damaged, and everybody's statistics swapped by another engine.
    tamper(place, QStringLiteral("UPDATE voiceprints SET engine = CAST('older' AS BLOB) WHERE name = '0';"
                                 "UPDATE voiceprints SET statistics = x'00ff' WHERE name = '1';"
                                 "UPDATE voiceprints SET engine = CAST('older' AS BLOB), statistics ="
                                 " (SELECT statistics FROM voiceprints WHERE name = '0') WHERE name = '2';"));
    place.start();
    QCOMPARE(place.identify(group, testSpeech(1)).items("feature_score_list").size(), 3);
    for (qsizetype i = 0; i < 3; ++i) {
        const auto now = place.identify(group, testSpeech(1)).items("feature_score_list");
        QCOMPARE(now[i].toObject().value(u"feature_id"), right[i].toObject().value(u"feature_id"));
        QCOMPARE(now[i].toObject().value(u"score"), right[i].toObject().value(u"score"));
    }
    // Nothing else has changed, the times neither (the port has).
    const QJsonArray after = ask(place.port(), "GET", groupPath(group, "/features")).items();
    for (qsizetype i = 0; i < 3; ++i)
        QCOMPARE(after[i].toObject().value(u"updated_at"), list[i].toObject().value(u"updated_at"));
    place.stop();
    QVERIFY(!everything(place.folder.path()).contains("older"));
}

void TestKeeping::renewalGoesOnInTheBackground()
{
    Place place;
    QStringList groups;
    for (int i = 0; i < 4; ++i) {
        groups << place.newGroup(QString::number(i));
        for (int member = 0; member < 3; ++member)
            QCOMPARE(place.enrol(groups.last(), QString::number(member), enrolSpeech(member)).code(), 0);
    }
    const QJsonArray right = place.identify(groups.last(), testSpeech(1)).items("feature_score_list");
    place.stop();
    tamper(place,
           QStringLiteral("UPDATE voiceprints SET engine = CAST('older' AS BLOB), statistics = x'00'"));
    const auto outdated = [&place] {
        return count(place,
                     QStringLiteral("SELECT count(*) FROM voiceprints WHERE engine = CAST('older' AS BLOB)"));
    };
    place.start();
    place.stop(); // in the midst of it
    place.start();
    // Nobody waits for the others: the last group is asked at once.
    const QJsonArray now = place.identify(groups.last(), testSpeech(1)).items("feature_score_list");
    QCOMPARE(now.first().toObject().value(u"score"), right.first().toObject().value(u"score"));
    QTRY_COMPARE_WITH_TIMEOUT(outdated(), 0, 20'000);
    // What was renewed is what enrolment makes.
    for (const QString &group : groups) {
        const QJsonArray scores = place.identify(group, testSpeech(1)).items("feature_score_list");
        QCOMPARE(scores.first().toObject().value(u"score"), right.first().toObject().value(u"score"));
    }
}

void TestKeeping::damagedAudioSparesTheOthers()
{
    Place place;
    const QString group = place.newGroup();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(place.enrol(group, QString::number(i), enrolSpeech(i)).code(), 0);
    place.stop();
    tamper(place,
           QStringLiteral("UPDATE voiceprints SET engine = CAST('older' AS BLOB), wav = x'52494646' WHERE "
                          "name = '0'"));
    place.start();
    const QJsonArray scores = place.identify(group, testSpeech(1)).items("feature_score_list");
    QCOMPARE(scores.size(), 3);
    QCOMPARE(scores.first().toObject().value(u"feature_name").toString(), QStringLiteral("1"));
    QCOMPARE(scores.last().toObject().value(u"feature_name").toString(), QStringLiteral("0"));
    QCOMPARE(scores.last().toObject().value(u"score").toDouble(), 0.0);
}

// As root on a disk of 2 MB; else the file may not grow beyond 2 MB.
void TestKeeping::fullDisk()
{
    Place place;
    place.stop();
    const QString data = place.folder.filePath(QStringLiteral("data"));
    const bool isMounted =
        QProcess::execute(QStringLiteral("mount"),
                          {u"-t"_qs, u"tmpfs"_qs, u"-o"_qs, u"size=2m"_qs, u"tmpfs"_qs, data}) == 0;
    const auto leave = qScopeGuard([&] {
        place.stop();
        if (isMounted)
            QProcess::execute(QStringLiteral("umount"), {data});
    });
    QProcess program;
    QByteArray address;
    if (isMounted) {
        place.start();
        address = QByteArray::number(place.port());
    } else {
        program.start(QStringLiteral("bash"),
                      {u"-c"_qs, u"ulimit -f 2000; VOICEPRINT_SERVER_TOKEN=%1 exec %2 --data-dir %3"_qs.arg(
                                     QString::fromLatin1(token),
                                     QStringLiteral(BINARY_DIR "/voiceprint-server"), data)});
        QVERIFY(program.waitForReadyRead());
        address = program.readAll().trimmed().split(':').last();
    }
    const quint16 port = address.toUShort();
    const QString group = askJson(port, "POST", groupsPath, {{u"name"_qs, u"Home"_qs}}).id();
    QVERIFY(!group.isEmpty());
    QStringList kept;
    Reply last;
    for (int i = 0; i < 10 && last.code() <= 0; ++i) {
        last = askForm(port, "POST", groupPath(group, "/features"),
                       {{"file", enrolSpeech(0), "a.wav"}, {"name", "A"}});
        if (last.code() == 0)
            kept.append(last.id());
    }
    QVERIFY(!kept.isEmpty());
    QCOMPARE(last.code(), 5000);
    QVERIFY(last.status >= 500);
    QVERIFY2(last.words().contains(u"disk"), qPrintable(last.words()));
    if (isMounted)
        QVERIFY2(last.words().contains(u"full"), qPrintable(last.words()));
    // Everything acknowledged is there, whole, and nothing else.
    const QJsonArray list = ask(port, "GET", groupPath(group, "/features")).items();
    QCOMPARE(list.size(), kept.size());
    for (const QString &id : kept)
        QCOMPARE(ask(port, "GET", groupPath(group, "/features/") + id.toLatin1() + "/audio").body,
                 enrolSpeech(0));
    QCOMPARE(askForm(port, "POST", groupPath(group, "/speaker_identify"), {{"file", testSpeech(0), "a.wav"}})
                 .items("feature_score_list")
                 .size(),
             kept.size());
    if (isMounted) { // and once there is room again, all goes on
        QCOMPARE(QProcess::execute(QStringLiteral("mount"), {u"-o"_qs, u"remount,size=8m"_qs, data}), 0);
        QCOMPARE(askForm(port, "POST", groupPath(group, "/features"),
                         {{"file", enrolSpeech(0), "a.wav"}, {"name", "A"}})
                     .code(),
                 0);
    } else {
        program.terminate();
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitCode(), 0);
    }
}

QTEST_GUILESS_MAIN(TestKeeping)
#include "test_keeping.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/place.h"

#include "base/files.h"
#include "runner.h"
#include "server/store/backup.h"
#include "server/store/directorylock.h"

#include <QDir>
#include <QFile>

#include <unistd.h>

using namespace place;
using server::Holdings;

//! Everything as one file, and back.
class TestBackup : public QObject
{
    Q_OBJECT

private slots:
    void goesThereAndBack();
    void anotherPlaceTakesIt();
    void damagedBackupsAreRefused_data();
    void damagedBackupsAreRefused();
    void isNeverWrittenOver();
    void halfARestorationIsTakenAway();
    void aServedDirectoryIsNotRestored();
    void aDamagedStoreIsReplaced();
    void aFailedRestorationLeavesTheLogs();
    void aCutShortRestorationGivesTheLogsBack_data();
    void aCutShortRestorationGivesTheLogsBack();
    void theSecondServerSaysWhere();
};

namespace {

QString data(const Place &place)
{
    return place.folder.filePath(QStringLiteral("data"));
}

QString backupIn(const Place &place)
{
    return place.folder.filePath(QStringLiteral("backup.voiceprints"));
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString &path, qint64 at, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite) || !file.seek(at) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
}

// A home with one person in it.
QString furnish(Place &place)
{
    const QString group = place.newGroup();
    if (place.enrol(group, QStringLiteral("Anna"), enrolSpeech(0)).code() != 0)
        qFatal("cannot enrol");
    return group;
}

} // namespace

void TestBackup::goesThereAndBack()
{
    Place place;
    const QString group = furnish(place);
    const double score =
        place.identify(group, testSpeech(0)).items("feature_score_list")[0].toObject()[u"score"].toDouble();
    const auto backedUp = server::backUp(data(place), backupIn(place)); // beside the running server
    QVERIFY2(backedUp, qPrintable(backedUp ? QString() : backedUp.error().detail));
    QCOMPARE(*backedUp, (Holdings{1, 1}));
    QCOMPARE(QFile::permissions(backupIn(place)) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QCOMPARE(*server::inspectBackup(backupIn(place)), (Holdings{1, 1}));

    QCOMPARE(ask(place.port(), "DELETE", groupPath(group)).code(), 0);
    place.newGroup(QStringLiteral("Made later"));
    place.stop();
    QCOMPARE(*server::holdings(data(place)), (Holdings{1, 0}));
    const auto restored = server::restore(data(place), backupIn(place));
    QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().detail));
    QCOMPARE(*restored, (Holdings{1, 1}));
    place.start();
    const Reply groups = ask(place.port(), "GET", groupsPath);
    QCOMPARE(groups.items().size(), 1);
    QCOMPARE(groups.items()[0].toObject()[u"id"].toString(), group);
    const Reply again = place.identify(group, testSpeech(0));
    QCOMPARE(again.items("feature_score_list")[0].toObject()[u"score"].toDouble(), score);
    const Reply audio = ask(place.port(), "GET", groupPath(group, "/features"));
    const QString url = audio.items()[0].toObject()[u"audio_url"].toString();
    QCOMPARE(pcmOf(ask(place.port(), "GET", QUrl(url).path().toLatin1()).body), pcmOf(enrolSpeech(0)));
    // Nobody is left who was deleted by the restoration.
    QVERIFY(!content(data(place) + QStringLiteral("/server.db")).contains("Made later"));
    QVERIFY(!content(data(place) + QStringLiteral("/server.db-wal")).contains("Made later"));
}

void TestBackup::anotherPlaceTakesIt()
{
    Place place;
    const QString group = furnish(place);
    QVERIFY(server::backUp(data(place), backupIn(place)));
    const QTemporaryDir other;
    QVERIFY(server::restore(other.filePath(QStringLiteral("new")), backupIn(place)));
    QCOMPARE(*server::holdings(other.filePath(QStringLiteral("new"))), (Holdings{1, 1}));
}

void TestBackup::damagedBackupsAreRefused_data()
{
    QTest::addColumn<QString>("damage");
    for (const char *damage : {"missing", "empty", "junk", "cut", "page", "newer", "foreign"})
        QTest::newRow(damage) << QString::fromLatin1(damage);
}

void TestBackup::damagedBackupsAreRefused()
{
    QFETCH(QString, damage);
    Place place;
    furnish(place);
    const QString backup = backupIn(place);
    QVERIFY(server::backUp(data(place), backup));
    place.stop();
    const QByteArray before = content(data(place) + QStringLiteral("/server.db"));
    if (damage == u"missing")
        QFile::remove(backup);
    else if (damage == u"empty")
        QFile::resize(backup, 0);
    else if (damage == u"cut")
        QFile::resize(backup, QFileInfo(backup).size() / 2);
    else if (damage == u"junk")
        overwrite(backup, 0, QByteArray(4096, 'x'));
    else if (damage == u"page")
        overwrite(backup, 4096, QByteArray(4096, 'x'));
    else if (damage == u"newer")
        overwrite(backup, 60, QByteArray::fromHex("00000063")); // user_version
    else
        overwrite(backup, 68, "abcd"); // application_id
    const auto restored = server::restore(data(place), backup);
    QVERIFY(!restored);
    QCOMPARE(restored.error().kind, Error::Kind::Storage);
    QVERIFY(!restored.error().detail.isEmpty());
    QVERIFY(!server::inspectBackup(backup));
    QCOMPARE(content(data(place) + QStringLiteral("/server.db")), before);
    QVERIFY(!QFile::exists(data(place) + QStringLiteral("/server.db.restored")));
}

void TestBackup::isNeverWrittenOver()
{
    Place place;
    furnish(place);
    QVERIFY(server::backUp(data(place), backupIn(place)));
    const QByteArray before = content(backupIn(place));
    QVERIFY(!server::backUp(data(place), backupIn(place)));
    QCOMPARE(content(backupIn(place)), before);
    QVERIFY(!server::backUp(data(place), place.folder.filePath(QStringLiteral("no/such/folder"))));
    QVERIFY(!server::backUp(place.folder.filePath(QStringLiteral("nothing")), backupIn(place) + u'2'));
    QVERIFY(!QFile::exists(backupIn(place) + u'2'));
}

void TestBackup::halfARestorationIsTakenAway()
{
    Place place;
    place.stop();
    const QString old = data(place) + QStringLiteral("/server.db.restored");
    const QStringList left{old, old + u".voiceprints-part"_qs, old + u".voiceprints-part-journal"_qs};
    for (const QString &path : left)
        QVERIFY(files::write(path, "somebody's voice"));
    place.start();
    for (const QString &path : left)
        QVERIFY2(!QFile::exists(path), qPrintable(path));
}

void TestBackup::aServedDirectoryIsNotRestored()
{
    Place place;
    const QString group = furnish(place);
    QVERIFY(server::backUp(data(place), backupIn(place)));
    const auto restored = server::restore(data(place), backupIn(place));
    QVERIFY(!restored);
    QVERIFY2(restored.error().detail.contains(place.server->url().toString()),
             qPrintable(restored.error().detail));
    QCOMPARE(place.identify(group, testSpeech(0)).code(), 0);
}

void TestBackup::aDamagedStoreIsReplaced()
{
    Place place;
    const QString group = furnish(place);
    QVERIFY(server::backUp(data(place), backupIn(place)));
    place.stop();
    overwrite(data(place) + QStringLiteral("/server.db"), 0, QByteArray(8192, 'x'));
    QVERIFY(!server::holdings(data(place)));
    QVERIFY(server::restore(data(place), backupIn(place)));
    place.start();
    QCOMPARE(place.identify(group, testSpeech(0)).items("feature_score_list").size(), 1);
}

void TestBackup::aFailedRestorationLeavesTheLogs()
{
    Place place;
    furnish(place);
    QVERIFY(server::backUp(data(place), backupIn(place)));
    place.stop();
    const QString path = data(place) + QStringLiteral("/server.db");
    overwrite(path, 0, QByteArray(8192, 'x'));
    QVERIFY(files::write(path + QStringLiteral("-wal"), "what somebody may still bring back"));
    const QByteArray before = content(path);
    // The old one cannot be put aside.
    QVERIFY(QDir().mkpath(path + QStringLiteral(".restored-old/full")));
    QVERIFY(!server::restore(data(place), backupIn(place)));
    QCOMPARE(content(path), before);
    QCOMPARE(content(path + QStringLiteral("-wal")), "what somebody may still bring back");
    QVERIFY(QDir(path + QStringLiteral(".restored-old")).removeRecursively());
    QVERIFY(server::restore(data(place), backupIn(place)));
    QCOMPARE(*server::holdings(data(place)), (Holdings{1, 1}));
    for (const QString &name : QDir(data(place)).entryList(QDir::Files))
        QVERIFY2(!content(data(place) + u'/' + name).contains("bring back"), qPrintable(name));
}

void TestBackup::aCutShortRestorationGivesTheLogsBack_data()
{
    QTest::addColumn<bool>("isReplaced"); // the new one is in its place
    QTest::addColumn<bool>("isBack");     // and went out of it again
    QTest::newRow("before the swap") << false << false;
    QTest::newRow("after the swap") << true << false;
    QTest::newRow("after the way back") << false << true;
}

void TestBackup::aCutShortRestorationGivesTheLogsBack()
{
    QFETCH(bool, isReplaced);
    QFETCH(bool, isBack);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("server.db"));
    const QString old = path + QStringLiteral(".restored-old");
    QVERIFY(files::write(path, "old"));
    QVERIFY(files::write(old + QStringLiteral("-wal"), "its log"));
    if (!isBack)
        QCOMPARE(::link(qPrintable(path), qPrintable(old)), 0);
    if (isReplaced)
        QVERIFY(files::write(path, "new"));
    server::removeUnfinished(folder.path());
    QCOMPARE(content(path), isReplaced ? "new" : "old");
    QCOMPARE(content(path + QStringLiteral("-wal")), isReplaced ? "" : "its log");
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), isReplaced ? 1 : 2);
}

void TestBackup::theSecondServerSaysWhere()
{
    Place place;
    QCOMPARE(server::DirectoryLock::servedAt(data(place)), place.server->url());
    const auto second = server::Server::start({.dataDirectory = data(place), .token = token});
    QVERIFY(!second);
    QVERIFY2(second.error().detail.contains(place.server->url().toString()),
             qPrintable(second.error().detail));
    place.stop();
    QCOMPARE(server::DirectoryLock::servedAt(data(place)), QUrl());
}

ROOM_TEST(TestBackup, QCoreApplication)

#include "test_backup.moc"

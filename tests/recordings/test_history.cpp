// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/history.h"

#include "recordings/datafolder.h"
#include "recordings/drafts.h"
#include "runner.h"

#include <QDir>
#include <QSignalSpy>

#include <ctime>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Gallery family{.connection = u"local"_s,
                     .connectionName = u"This computer"_s,
                     .engine = u"mixtures-7"_s,
                     .groupId = u"5"_s,
                     .groupName = u"Family"_s,
                     .members = {{u"1"_s, u"Anna"_s}, {u"2"_s, u"O'Neil <b>王</b>"_s}, {u"3"_s, u"Karel"_s}}};

Identification test(const QList<double> &scores, const Gallery &gallery = family)
{
    return {.gallery = std::make_shared<Gallery>(gallery), .scores = scores, .length = 4200ms};
}

//! The history as another start of the application finds it.
struct Start
{
    explicit Start(const DataFolder &folder)
        : history(folder.disk())
    {
        QSignalSpy loaded(&history, &History::changed);
        QObject::connect(&history, &History::failed, &history,
                         [this](const Error &error) { failures << error.detail; });
        history.load();
        if (!loaded.wait(20'000))
            qFatal("the history was not read");
        QCoreApplication::processEvents(); // what failed is told after that
    }
    QStringList failures;
    History history;
};

Result<Nothing> run(const DataFolder &folder, const char *sql)
{
    StudioStore store(folder.path());
    const auto database = store.database();
    return database ? (*database)->raw().execute(sql) : database.error();
}

} // namespace

class TestHistory : public QObject
{
    Q_OBJECT

private slots:
    void everythingComesBack();
    void galleriesAreKeptOnce();
    void comparable();
    void truthAndOutcome();
    void aboutAPerson();
    void deletingLeavesNoTrace();
    void deletingAll();
    void clips();
    void damagedRowsAreLeftOut();
    void vanishedRowsAreMissed();
    void beforeItIsRead();
    void aFullDiskIsTold();
    void twentyThousandOpen();
};

void TestHistory::everythingComesBack()
{
    const DataFolder folder;
    const QDateTime then = QDateTime::fromMSecsSinceEpoch(1'764'000'000'123);
    QString id;
    {
        History history(folder.disk());
        Identification made = test({72.314159265358979, -1.5, 1e-300});
        made.at = then;
        made.channel = Channel::Telephone;
        made.logId = u"20261129A"_s;
        id = history.add(made);
        history.setTruth(id, {Truth::Kind::Stranger, u"the postman"_s});
        QCOMPARE(history.all().size(), 1);
    }
    Start again(folder);
    QCOMPARE(again.failures, QStringList());
    QCOMPARE(again.history.all().size(), 1);
    const Identification kept = again.history.all().first();
    QCOMPARE(kept.id, id);
    QVERIFY(*kept.gallery == family);
    QCOMPARE(kept.scores, QList<double>({72.314159265358979, -1.5, 1e-300}));
    QCOMPARE(kept.at, then);
    QCOMPARE(kept.length, 4200ms);
    QCOMPARE(kept.channel, Channel::Telephone);
    QVERIFY((kept.truth == Truth{Truth::Kind::Stranger, u"the postman"_s}));
    QCOMPARE(kept.logId, u"20261129A"_s);
    QCOMPARE(kept.clipBytes, 0);
    QVERIFY(again.history.find(id));
    QVERIFY(!again.history.find(u"other"_s));
    QVERIFY(folder.isPrivate());
}

void TestHistory::galleriesAreKeptOnce()
{
    const DataFolder folder;
    Gallery renamed = family;
    renamed.members[0].name = u"Annette"_s;
    {
        History history(folder.disk());
        for (int i = 0; i < 5; ++i)
            history.add(test({1, 2, 3}));
        history.add(test({1, 2, 3}, renamed));
        QCOMPARE(history.all().at(0).gallery.get(), history.all().at(4).gallery.get());
    }
    Start again(folder);
    QCOMPARE(again.history.all().size(), 6);
    QSet<const Gallery *> galleries;
    for (const Identification &kept : again.history.all())
        galleries.insert(kept.gallery.get());
    QCOMPARE(galleries.size(), 2);
}

void TestHistory::comparable()
{
    Gallery other = family;
    other.members[1].name = u"Neil"_s;
    other.groupName = u"Home"_s;
    QVERIFY(family.isComparable(other));
    other = family;
    other.engine = u"campplus-3"_s;
    QVERIFY(!family.isComparable(other));
    other = family;
    other.connection = u"coze-1"_s;
    QVERIFY(!family.isComparable(other));
    other = family;
    other.members.removeLast();
    QVERIFY(!family.isComparable(other));
    QVERIFY(!other.isComparable(family));
    other.members << Gallery::Member{u"4"_s, u"Karel"_s};
    QVERIFY(!family.isComparable(other));
}

void TestHistory::truthAndOutcome()
{
    using trials::Outcome;
    Identification made = test({72, 45, 3});
    QCOMPARE(made.outcome(40), Outcome::Unknown);
    made.truth = {Truth::Kind::Member, u"1"_s};
    QCOMPARE(made.outcome(40), Outcome::Found);
    QCOMPARE(made.outcome(80), Outcome::Missed);
    made.truth.who = u"2"_s;
    QCOMPARE(made.outcome(40), Outcome::Misidentified);
    made.truth.who = u"gone"_s; // said of somebody who was not in the group
    QCOMPARE(made.outcome(40), Outcome::Unknown);
    made.truth = {Truth::Kind::Stranger, {}};
    QCOMPARE(made.outcome(40), Outcome::LetIn);
    QCOMPARE(made.outcome(73), Outcome::KeptOut);
}

void TestHistory::aboutAPerson()
{
    const DataFolder folder;
    History history(folder.disk());
    const QString best = history.add(test({72, 45, 3}));
    const QString said = history.add(test({72, 45, 3}));
    history.setTruth(said, {Truth::Kind::Member, u"2"_s});
    const QString stranger = history.add(test({72, 45, 3}));
    history.setTruth(stranger, {Truth::Kind::Stranger, {}});
    history.add(test({}, {.connection = u"local"_s}));
    QCOMPARE(history.of({u"local"_s, u"1"_s}), QStringList(best));
    QCOMPARE(history.of({u"local"_s, u"2"_s}), QStringList(said));
    QCOMPARE(history.of({u"local"_s, u"3"_s}), QStringList());
    QCOMPARE(history.of({u"coze-1"_s, u"1"_s}), QStringList());
}

void TestHistory::deletingLeavesNoTrace()
{
    const DataFolder folder;
    Gallery marked = family;
    marked.members[0].name = u"MARK-4711"_s;
    QString other;
    {
        History history(folder.disk());
        const QString id = history.add(test({1, 2, 3}, marked), QByteArray("RIFF MARK-4711"));
        other = history.add(test({4, 5, 6}));
        history.setTruth(id, {Truth::Kind::Stranger, u"MARK-4711"_s});
        history.remove({id, u"none"_s});
        QCOMPARE(history.all().size(), 1);
    }
    QCOMPARE(folder.traces("MARK-4711"), 0);
    QCOMPARE(folder.traces(QByteArray::fromHex("004d00410052004b")), 0); // as QDataStream writes it
    Start again(folder);
    QCOMPARE(again.history.all().size(), 1);
    QCOMPARE(again.history.all().first().id, other);
}

void TestHistory::deletingAll()
{
    const DataFolder folder;
    {
        History history(folder.disk());
        for (int i = 0; i < 3; ++i)
            history.add(test({1, 2, 3}), "MARK-4711");
        history.removeAll();
        QVERIFY(history.all().isEmpty());
        history.add(test({7, 8, 9}));
    }
    QCOMPARE(folder.traces("MARK-4711"), 0);
    Start again(folder);
    QCOMPARE(again.history.all().size(), 1);
    QCOMPARE(again.history.all().first().scores, QList<double>({7, 8, 9}));
}

void TestHistory::clips()
{
    const DataFolder folder;
    QString id;
    {
        History history(folder.disk());
        id = history.add(test({1, 2, 3}), QByteArray(1000, 'x'));
        QCOMPARE(history.clipBytes(), 1000);
    }
    QVERIFY(folder.isPrivate());
    QFile stray(folder.path(u"tests/stray.wav"_s));
    QVERIFY(stray.open(QIODevice::WriteOnly) && stray.write("nobody's") > 0);
    stray.close();
    {
        Start again(folder);
        QCOMPARE(again.history.clipBytes(), 1000);
        QVERIFY(QFile::exists(again.history.clipPath(id)));
        QVERIFY(!stray.exists());
        QVERIFY(QFile::remove(again.history.clipPath(id)));
    }
    // Somebody took the file away: the test is still one.
    Start last(folder);
    QCOMPARE(last.history.all().size(), 1);
    QCOMPARE(last.history.clipBytes(), 0);
}

void TestHistory::damagedRowsAreLeftOut()
{
    const DataFolder folder;
    Gallery other = family;
    other.groupId = u"6"_s;
    {
        History history(folder.disk());
        for (int i = 0; i < 4; ++i)
            history.add(test({1, 2, double(i)}));
        history.add(test({1, 2, 9}, other));
    }
    QVERIFY(run(folder, "UPDATE identification SET milliseconds = 7 WHERE rowid = 2;"
                        "UPDATE gallery SET engine = 'other' WHERE group_id = '6'"));
    Start again(folder);
    QCOMPARE(again.history.all().size(), 3);
    QCOMPARE(again.failures.size(), 1);
    QVERIFY2(again.failures.first().contains(u'2'), qPrintable(again.failures.first()));
    // What is left out can still be deleted with all.
    again.history.removeAll();
    again.history.add(test({1, 2, 3}));
    QTRY_COMPARE(Start(folder).history.all().size(), 1);
    QCOMPARE(Start(folder).failures, QStringList());
}

void TestHistory::vanishedRowsAreMissed()
{
    const DataFolder folder;
    QString gone;
    {
        History history(folder.disk());
        gone = history.add(test({1, 2, 3}), QByteArray(1000, 'x'));
        history.add(test({4, 5, 6}), QByteArray(1000, 'y'));
    }
    QVERIFY(run(folder, "DELETE FROM identification WHERE rowid = 1"));
    for (int i = 0; i < 2; ++i) {
        Start again(folder);
        QCOMPARE(again.history.all().size(), 1);
        QCOMPARE(again.failures.size(), 1);
        QVERIFY(QFile::exists(again.history.clipPath(gone))); // nobody has deleted that test
    }
    {
        Start again(folder);
        again.history.removeAll();
    }
    QCOMPARE(Start(folder).failures, QStringList());
    QCOMPARE(QDir(folder.path(u"tests"_s)).entryList(QDir::Files).size(), 0);
}

void TestHistory::beforeItIsRead()
{
    const DataFolder folder;
    QString first;
    {
        History history(folder.disk());
        first = history.add(test({1, 2, 3}));
        history.add(test({4, 5, 6}));
    }
    {
        History history(folder.disk());
        QSignalSpy changed(&history, &History::changed);
        history.load();
        history.add(test({7, 8, 9}));
        QTRY_COMPARE(history.all().size(), 3);
        QCOMPARE(history.all().last().scores, QList<double>({7, 8, 9}));
    }
    {
        History history(folder.disk());
        QSignalSpy changed(&history, &History::changed);
        history.load();
        history.removeAll();
        history.add(test({10, 11, 12}));
        QTRY_COMPARE(changed.size(), 3);
        QCOMPARE(history.all().size(), 1);
    }
    QCOMPARE(Start(folder).history.all().size(), 1);
}

void TestHistory::aFullDiskIsTold()
{
    const DataFolder folder;
    History history(folder.disk());
    QSignalSpy failed(&history, &History::failed);
    history.add(test({1, 2, 3}));
    {
        QTRY_COMPARE(Start(folder).history.all().size(), 1); // it has reached the disk
        const FullDisk full(16 * 1024);
        for (int i = 0; i < 40; ++i)
            history.add(test({4, 5, 6}), QByteArray(32 * 1024, 'x'));
        QTRY_VERIFY(!failed.isEmpty());
        QTRY_COMPARE(failed.size(), 40);
        QCOMPARE(history.all().size(), 41); // they stay in memory
        QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Storage);
    }
    QCOMPARE(Start(folder).history.all().size(), 1);
}

void TestHistory::twentyThousandOpen()
{
    const DataFolder folder;
    constexpr int count = 20'000;
    Gallery large = family;
    for (int i = 4; i <= 10; ++i)
        large.members << Gallery::Member{QString::number(i), u"Person %1"_s.arg(i)};
    {
        StudioStore store(folder.path());
        QVERIFY(store.database());
    }
    {
        // One by one they would be synced to the disk one by one.
        History history(folder.disk());
        history.add(test(QList<double>(10, 5.0), large));
    }
    QVERIFY(run(folder, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 19999)"
                        " INSERT INTO identification SELECT id || i, gallery, scores, at + i, milliseconds,"
                        " channel, truth, who, log_id, clip_bytes, checksum(id || i, gallery, scores, at + i,"
                        " milliseconds, channel, truth, who, log_id, clip_bytes) FROM identification, n"));
    double best = 1e9;
    for (int round = 0; round < 5; ++round) {
        // As at a start: the database is looked through once, when the drafts are read.
        const auto disk = folder.disk();
        Drafts drafts(disk);
        QSignalSpy opened(&drafts, &Drafts::changed);
        drafts.load();
        QVERIFY(opened.wait(20'000));
        History history(disk);
        QSignalSpy loaded(&history, &History::changed);
        const std::clock_t begin = std::clock(); // of all threads: what else runs here does not count
        history.load();
        QVERIFY(loaded.wait(20'000));
        best = std::min(best, 1e3 * double(std::clock() - begin) / CLOCKS_PER_SEC);
        QCOMPARE(history.all().size(), count);
    }
    qInfo("%d tests open in %.0f ms", count, best);
    QVERIFY2(best < 200, qPrintable(QString::number(best))); // the aim is 100 on a quiet computer
}

ROOM_TEST(TestHistory, QCoreApplication)
#include "test_history.moc"

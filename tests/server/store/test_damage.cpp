// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"
#include "server/store/backup.h"
#include "server/store/store.h"

#include <QFile>
#include <QLoggingCategory>
#include <QProcess>

#include <random>

using namespace place;

//! Files that are not as they were written: what is damaged is never served as right, all the rest is, and
//! what never was ours is refused.
class TestDamage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void noRandomDamageIsServed();
    void everyFlipOfTheHeaderIsSurvived();
    void aDamagedPersonSparesTheOthers();
    void aVanishedPersonIsMissed();
    void damagedStatisticsAreRenewed();
    void theCheckNamesWhatIsDamaged();
    void foreignFilesAreRefused_data();
    void foreignFilesAreRefused();
    void landedDataComesAlong();

private:
    std::unique_ptr<Place> m_place;
    QString m_group;
    QStringList m_people;
    QByteArray m_whole; // the file of ten people
};

namespace {

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, qint64 at, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite) || !file.seek(at) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

void replace(const QString &path, const QByteArray &bytes)
{
    for (const char *log : {"-wal", "-shm"})
        QFile::remove(path + QLatin1String(log));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

void tamperWith(const QString &path, const QString &sql)
{
    const QString script =
        u"import sqlite3,sys; c = sqlite3.connect(sys.argv[1]);"
        "c.executescript(sys.argv[2]); c.commit(); c.execute('PRAGMA journal_mode=DELETE')"_qs;
    if (QProcess::execute(u"python3"_qs, {u"-c"_qs, script, path, sql}) != 0)
        qFatal("cannot run %s", qPrintable(sql));
}

// Everything that a store serves; what it refuses or marks stands there as "damaged".
QStringList served(server::Store &store)
{
    using namespace server;
    QStringList all;
    const auto isMarked = [](const QString &name) { return name.startsWith(damagedMark); };
    const auto groups = store.groups({}, {.size = 200});
    if (!groups)
        return {u"damaged"_qs};
    all.append(u"groups: "_qs + QString::number(groups->total));
    for (const GroupRow &group : groups->items) {
        if (isMarked(group.name)) {
            all.append(u"damaged"_qs);
            continue;
        }
        all.append(u"%1 %2 %3 %4 %5"_qs.arg(group.id)
                       .arg(group.name, group.description)
                       .arg(group.created)
                       .arg(group.members.size()));
        const auto people = store.voiceprints(group.id, {.size = 200});
        const auto members = store.members(group.id);
        if (!people || !members) {
            all.append(u"damaged"_qs);
            continue;
        }
        for (const VoiceprintRow &person : people->items) {
            const auto wav = store.wav(group.id, person.id);
            all.append(isMarked(person.name) ? u"damaged"_qs
                                             : u"%1 %2 %3 %4"_qs.arg(person.id)
                                                   .arg(person.name, person.description)
                                                   .arg(person.updated));
            all.append(wav ? QString::number(qHash(*wav)) : u"damaged"_qs);
        }
        for (const MemberRow &member : *members)
            all.append(member.isWhole ? u"%1 %2"_qs.arg(member.id).arg(qHash(member.statistics))
                                      : u"damaged"_qs);
    }
    return all;
}

} // namespace

void TestDamage::initTestCase()
{
    m_place = std::make_unique<Place>();
    m_group = m_place->newGroup();
    m_place->newGroup(u"Empty"_qs);
    for (int i = 0; i < 10; ++i) {
        const Reply added = m_place->enrol(m_group, u"Person %1"_qs.arg(i), enrolSpeech(i % 4));
        QCOMPARE(added.code(), 0);
        m_people.append(added.id());
    }
    m_place->stop();
    m_whole = content(m_place->database());
}

void TestDamage::noRandomDamageIsServed()
{
    const QString path = m_place->database();
    const QString folder = QFileInfo(path).path();
    const auto open = [&] { return server::Store::open(folder, u"me"_qs); };
    const QStringList right = served(**open());
    QCOMPARE(right.filter(u"damaged"_qs).size(), 0);
    QLoggingCategory::setFilterRules(u"voiceprint.*=false"_qs); // every damage is told
    std::mt19937 chance(7);
    const auto upTo = [&](qint64 size) { return qint64(chance() % quint64(size)); };
    int refused = 0;
    int noticed = 0;
    for (int round = 0; round < 1000; ++round) {
        const qint64 page = 4096 * upTo(m_whole.size() / 4096);
        // What matters most is not what is largest: every other damage is to the first pages, where rows are.
        const qint64 at = round % 2 ? upTo(m_whole.size()) : upTo(64 * 4096);
        QByteArray bytes;
        qint64 from = at;
        switch (round % 6) {
        case 0:
        case 1:
            bytes = QByteArray(1, char(m_whole[at] ^ (1 << upTo(8))));
            break;
        case 2:
            bytes = QByteArray(1 + upTo(16), char(chance()));
            break;
        case 3:
            bytes = QByteArray(512, '\0');
            from = at / 512 * 512;
            break;
        case 4:
            bytes = QByteArray(4096, '\0');
            from = at / 4096 * 4096;
            break;
        case 5: // a page in the place of another
            bytes = m_whole.mid(page, 4096);
            from = at / 4096 * 4096;
            break;
        }
        bytes.truncate(m_whole.size() - from);
        put(path, from, bytes);
        auto store = open();
        refused += !store;
        if (store) {
            const QStringList now = served(**store);
            noticed += now.contains(u"damaged"_qs);
            for (const QString &one : now)
                QVERIFY2(
                    one == u"damaged" || right.contains(one),
                    qPrintable(
                        u"round %1, %2 bytes at %3: %4"_qs.arg(round).arg(bytes.size()).arg(from).arg(one)));
            QVERIFY2(now.contains(u"damaged"_qs) || now == right,
                     qPrintable(u"round %1: something is missing"_qs.arg(round)));
        } else {
            QVERIFY(!store.error().detail.isEmpty());
        }
        store = Error{};
        replace(path, m_whole);
    }
    QLoggingCategory::setFilterRules({});
    qInfo("of 1000 damages %d files were refused, %d served with what is damaged refused, %d were to nothing",
          refused, noticed, 1000 - refused - noticed);
    QVERIFY(noticed > 100);
}

void TestDamage::everyFlipOfTheHeaderIsSurvived()
{
    const QString path = m_place->database();
    const QString folder = QFileInfo(path).path();
    const QStringList right = served(**server::Store::open(folder, u"me"_qs));
    int opened = 0;
    for (int bit = 0; bit < 800; ++bit) {
        put(path, bit / 8, QByteArray(1, char(m_whole[bit / 8] ^ (1 << bit % 8))));
        auto store = server::Store::open(folder, u"me"_qs);
        opened += bool(store);
        if (store) {
            for (const QString &one : served(**store))
                QVERIFY2(one == u"damaged" || right.contains(one),
                         qPrintable(u"bit %1: %2"_qs.arg(bit).arg(one)));
        }
        store = Error{};
        replace(path, m_whole);
    }
    qInfo("with one bit of the header flipped, %d of 800 files open", opened);
}

void TestDamage::aDamagedPersonSparesTheOthers()
{
    const qsizetype at = m_whole.indexOf("Person 3");
    QVERIFY(at > 0);
    put(m_place->database(), at + 7, "8");
    const auto heal = qScopeGuard([this] {
        m_place->stop();
        replace(m_place->database(), m_whole);
    });
    m_place->start();
    const quint16 port = m_place->port();
    const Reply list = ask(port, "GET", groupPath(m_group, "/features?page_size=20"));
    QCOMPARE(list.items().size(), 10);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(list.items()[i].toObject()[u"name"].toString(),
                 i == 3 ? u"(damaged) Person 8"_qs : u"Person %1"_qs.arg(i));
    const QByteArray path = groupPath(m_group, "/features/") + m_people[3].toLatin1();
    const Reply change = askForm(port, "PUT", path, {{"name", "Anna"}});
    QCOMPARE(change.status, 507);
    QVERIFY2(change.words().contains(u"Person 8"), qPrintable(change.words()));
    QCOMPARE(m_place->identify(m_group, testSpeech(0)).items("feature_score_list").size(), 10);
    // It can be deleted, and then all is well.
    QCOMPARE(ask(port, "DELETE", path).code(), 0);
    QVERIFY(!ask(port, "GET", groupPath(m_group, "/features?page_size=20")).body.contains("damaged"));
    QCOMPARE(server::checkAll(QFileInfo(m_place->database()).path())->size(), 0);
}

void TestDamage::aVanishedPersonIsMissed()
{
    tamper(*m_place,
           u"DELETE FROM voiceprints WHERE name = 'Person 5'; DELETE FROM groups WHERE name = 'Empty'"_qs);
    const auto heal = qScopeGuard([this] {
        m_place->stop();
        replace(m_place->database(), m_whole);
    });
    m_place->start();
    const quint16 port = m_place->port();
    const QJsonArray list = ask(port, "GET", groupPath(m_group, "/features?page_size=20")).items();
    QCOMPARE(list.size(), 10);
    QCOMPARE(list[5].toObject()[u"id"].toString(), m_people[5]);
    QVERIFY(list[5].toObject()[u"name"].toString().startsWith(u"(damaged)"));
    const QByteArray path = groupPath(m_group, "/features/") + m_people[5].toLatin1();
    const Reply audio = ask(port, "GET", path + "/audio");
    QCOMPARE(audio.status, 507);
    const QJsonArray groups = ask(port, "GET", groupsPath).items();
    QCOMPARE(groups.size(), 2);
    QVERIFY(groups[0].toObject()[u"name"].toString().startsWith(u"(damaged)"));
    // Both losses can be accepted.
    QCOMPARE(ask(port, "DELETE", path).code(), 0);
    QCOMPARE(ask(port, "DELETE", groupPath(groups[0].toObject()[u"id"].toString())).code(), 0);
    QCOMPARE(ask(port, "GET", groupsPath).items().size(), 1);
    QCOMPARE(*server::checkAll(QFileInfo(m_place->database()).path()), QStringList());
}

void TestDamage::damagedStatisticsAreRenewed()
{
    m_place->start();
    const QJsonArray right = m_place->identify(m_group, testSpeech(1)).items("feature_score_list");
    m_place->stop();
    tamper(*m_place, u"UPDATE voiceprints SET statistics = (SELECT statistics FROM voiceprints WHERE name = "
                     "'Person 0') WHERE name = 'Person 1'"_qs);
    QCOMPARE(server::checkAll(QFileInfo(m_place->database()).path())->size(), 1);
    m_place->start();
    QCOMPARE(m_place->identify(m_group, testSpeech(1)).items("feature_score_list"), right);
    QCOMPARE(server::checkAll(QFileInfo(m_place->database()).path())->size(), 0);
    m_place->stop();
    replace(m_place->database(), m_whole);
}

void TestDamage::theCheckNamesWhatIsDamaged()
{
    const QString folder = QFileInfo(m_place->database()).path();
    QCOMPARE(*server::checkAll(folder), QStringList());
    // One bit of somebody's sound.
    const qsizetype at = m_whole.indexOf(pcmOf(enrolSpeech(1)).mid(100'000, 64));
    QVERIFY(at > 0);
    put(m_place->database(), at, QByteArray(1, char(m_whole[at] ^ 1)));
    const auto found = server::checkAll(folder);
    QVERIFY(found);
    QCOMPARE(found->size(), 1);
    QVERIFY2(found->first().contains(u"Person 1"), qPrintable(found->first()));
    // Such a file makes no backup.
    const QString backup = m_place->folder.filePath(u"damaged.voiceprints"_qs);
    const auto written = server::backUp(folder, backup);
    QVERIFY(!written && !QFile::exists(backup));
    QVERIFY2(written.error().detail.contains(u"Person 1"), qPrintable(written.error().detail));
    replace(m_place->database(), m_whole);
    QVERIFY(!server::checkAll(m_place->folder.filePath(u"nothing"_qs)));
}

void TestDamage::foreignFilesAreRefused_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("words");
    QTest::newRow("a negative version") << u"PRAGMA user_version=-1"_qs << u"-1"_qs;
    QTest::newRow("a missing table") << u"DROP TABLE issued"_qs << u"issued"_qs;
    QTest::newRow("a renamed column") << u"ALTER TABLE groups RENAME COLUMN name TO title"_qs << u"groups"_qs;
    QTest::newRow("a missing index") << u"DROP INDEX voiceprints_of_group"_qs << u"voiceprints_of_group"_qs;
    QTest::newRow("a view") << u"CREATE VIEW spy AS SELECT * FROM groups"_qs << u"view spy"_qs;
    QTest::newRow("a trigger")
        << u"CREATE TRIGGER bomb AFTER INSERT ON groups BEGIN DELETE FROM voiceprints; END"_qs
        << u"trigger bomb"_qs;
    QTest::newRow("an orphan") << u"DELETE FROM groups WHERE name <> 'Empty'"_qs << u"belongs to nothing"_qs;
    QTest::newRow("a stranger's row")
        << u"INSERT INTO groups (id, name, description, creator, created, updated) VALUES (5, 'x', '', '', 1, 1)"_qs
        << u"5"_qs;
    QTest::newRow("a value out of range") << u"UPDATE groups SET created = -7"_qs << u"can hold"_qs;
    QTest::newRow("a value of another type")
        << u"UPDATE voiceprints SET wav = 'text' WHERE name = 'Person 2'"_qs << u"can hold"_qs;
    QTest::newRow("a changed name") << u"UPDATE voiceprints SET name = 'Eve' WHERE name = 'Person 2'"_qs
                                    << u"Eve"_qs;
    QTest::newRow("a vanished person")
        << u"DELETE FROM voiceprints WHERE name = 'Person 2'"_qs << u"belongs to nothing"_qs;
}

void TestDamage::foreignFilesAreRefused()
{
    QFETCH(QString, sql);
    QFETCH(QString, words);
    const QString folder = QFileInfo(m_place->database()).path();
    const QString backup = m_place->folder.filePath(u"foreign.voiceprints"_qs);
    QFile::remove(backup);
    QVERIFY(server::backUp(folder, backup));
    tamperWith(backup, sql);
    for (const auto &outcome : {server::inspectBackup(backup), server::restore(folder, backup)}) {
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, Error::Kind::Storage);
        QVERIFY2(outcome.error().detail.contains(words), qPrintable(outcome.error().detail));
    }
    QCOMPARE(content(m_place->database()), m_whole);
    QCOMPARE(QDir(folder).entryList({u"server.db.*"_qs}), QStringList());
}

// A backup of the version before checksums, and its data folder.
void TestDamage::landedDataComesAlong()
{
    const QString landed = QStringLiteral(TEST_DATA "/landed/server.db");
    const QTemporaryDir folder;
    const QString data = folder.filePath(u"data"_qs);
    const QString old = folder.filePath(u"old.voiceprints"_qs);
    QVERIFY(QFile::copy(landed, old));
    const auto held = server::inspectBackup(old);
    QVERIFY2(held && held->voiceprints > 0, held ? "" : qPrintable(held.error().detail));
    QVERIFY(server::restore(data, old));
    QCOMPARE(*server::checkAll(data), QStringList());
    const auto store = server::Store::open(data, u"me"_qs);
    QVERIFY(store);
    QCOMPARE(served(**store).filter(u"damaged"_qs).size(), 0);
    // It is no more believed than ours.
    for (const QString &sql :
         {u"DELETE FROM groups"_qs, u"CREATE VIEW spy AS SELECT 1"_qs,
          u"CREATE TRIGGER t AFTER INSERT ON groups BEGIN DELETE FROM voiceprints; END"_qs}) {
        QFile::remove(old);
        QVERIFY(QFile::copy(landed, old));
        tamperWith(old, sql);
        QVERIFY2(!server::restore(folder.filePath(u"other"_qs), old), qPrintable(sql));
        QVERIFY(!QFile::exists(folder.filePath(u"other/server.db"_qs)));
    }
}

ROOM_TEST(TestDamage, QCoreApplication)
#include "test_damage.moc"

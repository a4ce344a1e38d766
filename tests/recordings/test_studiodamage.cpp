// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/archive.h"
#include "recordings/datafolder.h"
#include "recordings/drafts.h"
#include "recordings/studiodatabase.h"
#include "runner.h"
#include "sound/tones.h"

#include <QDir>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! studio.db damaged, moved and removed: nothing wrong is shown as right, nothing is acknowledged that is
//! lost.
class TestStudioDamage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void earlierVersionsOpenUnchanged();
    void aDamagedCopyIsNamedAndOthersAreServed();
    void aDamagedDraftKeepsItsSound();
    void damagedConsentsAndCountsAreNotBelieved();
    void whatVanishedIsMissedAndItsSoundStays();
    void damageIsNotWrittenOver();
    void strangersIdsLeadNowhere();
    void singleFlips_data();
    void singleFlips();
    void aMovedFolderIsTold();
    void aRemovedFolderIsTold();
    void aTakeIsKeptWhereTheFolderWas();

private:
    static Recording person(const QString &name)
    {
        return {.connection = u"local"_s,
                .groupId = u"75"_s,
                .groupName = u"Family"_s,
                .voiceprintId = u"vp-"_s + name,
                .name = name,
                .description = u"speaks softly"_s,
                .channel = Channel::Telephone,
                .consent = {u"Mother of "_s + name, QDateTime::fromSecsSinceEpoch(1'700'000'000)}};
    }
    static QByteArray wav() { return sound::tone(16000, 300, 0.1).wav(); }
    // Two drafts, three kept recordings, three consents.
    void fill()
    {
        {
            Drafts drafts(m_folder->disk());
            for (const auto &name : {u"Dora"_s, u"Emil"_s}) {
                Recording draft = person(name);
                draft.length = 100ms;
                QVERIFY(sound::save(drafts.create(draft).path, wav()));
            }
        }
        Archive archive(m_folder->disk());
        for (const auto &name : {u"Anna"_s, u"Ben"_s, u"Cleo"_s})
            archive.noteEnrolment(person(name), wav(), true);
    }
    void tamper(const char *sql)
    {
        StudioStore store(m_data);
        const auto database = store.database();
        QVERIFY(database);
        const auto done = (**database).raw().execute(sql);
        QVERIFY2(done, qPrintable(done ? QString() : done.error().detail));
    }
    // What a start of the program shows, and what it says.
    struct Start
    {
        QList<Recording> drafts = {};
        QList<Recording> kept = {};
        QStringList said = {};
        QHash<QString, Consent> consents = {};
        QStringList names(const QList<Recording> &recordings) const
        {
            QStringList names;
            for (const Recording &one : recordings)
                names << one.name;
            names.sort();
            return names;
        }
    };
    Start start(const QString &folder) const
    {
        Start seen;
        {
            const auto disk = std::make_shared<StudioDisk>(folder);
            Drafts drafts(disk);
            Archive archive(disk);
            const auto note = [&](const Error &error) { seen.said << error.detail; };
            connect(&drafts, &Drafts::failed, note);
            connect(&archive, &Archive::failed, note);
            bool isOver = false;
            drafts.load();
            archive.load();
            disk->run(
                &archive, [](StudioStore &) { return true; }, [&](bool over) { isOver = over; });
            if (!QTest::qWaitFor([&] { return isOver; }, 30'000))
                qFatal("the disk does not answer");
            seen.drafts = drafts.all();
            seen.kept = archive.all();
            for (const auto &name : {u"Anna"_s, u"Ben"_s, u"Cleo"_s})
                seen.consents.insert(name, archive.consent(u"local"_s, u"vp-"_s + name));
        }
        return seen;
    }
    Start start() const { return start(m_data); }
    QStringList check() const
    {
        const auto found = StudioDatabase::check(m_data);
        return found ? *found : QStringList(found.error().detail);
    }
    int sounds() const { return int(QDir(m_data + u"/archive"_s).entryList({u"*.wav"_s}).size()); }

    std::unique_ptr<DataFolder> m_folder;
    QString m_data;
};

void TestStudioDamage::init()
{
    m_folder = std::make_unique<DataFolder>();
    m_data = m_folder->path();
}

void TestStudioDamage::earlierVersionsOpenUnchanged()
{
    QVERIFY(QDir().mkpath(m_data));
    for (const auto &file : {u"studio.db"_s}) {
        QVERIFY(QFile::copy(QStringLiteral(TEST_DATA "/landed/") + file, m_data + u'/' + file));
        QVERIFY(QFile::setPermissions(m_data + u'/' + file, QFile::ReadOwner | QFile::WriteOwner));
    }
    QCOMPARE(check(), QStringList()); // before it is brought forward too
    for (const auto &folder : {u"drafts"_s, u"archive"_s}) {
        QVERIFY(QDir().mkpath(m_data + u'/' + folder));
        const QDir from(QStringLiteral(TEST_DATA "/landed/") + folder);
        for (const QString &name : from.entryList(QDir::Files)) {
            QVERIFY(QFile::copy(from.filePath(name), m_data + u'/' + folder + u'/' + name));
            QVERIFY(QFile::setPermissions(m_data + u'/' + folder + u'/' + name,
                                          QFile::ReadOwner | QFile::WriteOwner));
        }
    }
    for (int i = 0; i < 2; ++i) {
        const Start seen = start();
        QCOMPARE(seen.said, QStringList());
        QCOMPARE(seen.names(seen.kept), QStringList(u"Anna"_s));
        QCOMPARE(seen.names(seen.drafts), QStringList({u""_s, u"佐伊 Zoë"_s}));
        QCOMPARE(check(), QStringList());
    }
}

void TestStudioDamage::aDamagedCopyIsNamedAndOthersAreServed()
{
    fill();
    QCOMPARE(start().said, QStringList());
    QCOMPARE(check(), QStringList());
    tamper("UPDATE kept_recording SET group_id = '76' WHERE name = 'Ben'");
    const QStringList found = check();
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().contains(u"Ben"), qPrintable(found.first()));
    for (int i = 0; i < 2; ++i) {
        const Start seen = start();
        QCOMPARE(seen.said.size(), 1);
        QVERIFY2(seen.said.first().contains(u"Ben"), qPrintable(seen.said.first()));
        QCOMPARE(seen.names(seen.kept), QStringList({u"(damaged) Ben"_s, u"Anna"_s, u"Cleo"_s}));
        QCOMPARE(sounds(), 3);
    }
    // It can be deleted, and then all is well.
    {
        Archive archive(m_folder->disk());
        QSignalSpy changed(&archive, &Archive::changed);
        archive.load();
        QTRY_COMPARE(archive.all().size(), 3);
        for (const Recording &one : archive.all()) {
            if (one.isDamaged)
                archive.remove({one.id});
        }
    }
    QCOMPARE(sounds(), 2);
    QCOMPARE(check(), QStringList());
    QCOMPARE(start().said, QStringList());
}

void TestStudioDamage::aDamagedDraftKeepsItsSound()
{
    fill();
    tamper("UPDATE draft SET purpose = 1, voiceprint_id = 'vp-Anna' WHERE name = 'Dora'");
    const Start seen = start();
    QCOMPARE(seen.said.size(), 1);
    QVERIFY2(seen.said.first().contains(u"Dora"), qPrintable(seen.said.first()));
    QCOMPARE(seen.names(seen.drafts), QStringList({u""_s, u"Emil"_s})); // who knows whose it is
    for (const Recording &draft : seen.drafts) {
        QCOMPARE(draft.length, 100ms);
        QCOMPARE(draft.voiceprintId, draft.name.isEmpty() ? QString() : u"vp-Emil"_s);
    }
    QCOMPARE(check(), QStringList());
    QCOMPARE(start().said, QStringList());
}

void TestStudioDamage::damagedConsentsAndCountsAreNotBelieved()
{
    fill();
    tamper("UPDATE consent SET consent_by = 'Somebody' WHERE voiceprint_id = 'vp-Ben'");
    const Start seen = start();
    QCOMPARE(seen.said.size(), 1);
    QVERIFY2(seen.said.first().contains(u"Somebody"), qPrintable(seen.said.first()));
    QCOMPARE(seen.consents[u"Ben"_s], Consent());
    QCOMPARE(seen.consents[u"Anna"_s], person(u"Anna"_s).consent);
    // Noted anew it counts.
    {
        Archive archive(m_folder->disk());
        archive.noteConsent(u"local"_s, u"vp-Ben"_s, person(u"Ben"_s).consent, u"75"_s);
    }
    QCOMPARE(check(), QStringList());
    QCOMPARE(start().consents[u"Ben"_s], person(u"Ben"_s).consent);
}

void TestStudioDamage::whatVanishedIsMissedAndItsSoundStays()
{
    fill();
    tamper(
        "DELETE FROM kept_recording WHERE name = 'Ben'; DELETE FROM consent WHERE voiceprint_id = 'vp-Ben'");
    QCOMPARE(check().size(), 2);
    for (int i = 0; i < 2; ++i) {
        const Start seen = start();
        QCOMPARE(seen.said.size(), 1);
        QCOMPARE(seen.names(seen.kept), QStringList({u"Anna"_s, u"Cleo"_s}));
        QCOMPARE(sounds(), 3); // nobody knows that it was to go
    }
    {
        Archive archive(m_folder->disk());
        archive.removeAll();
    }
    QCOMPARE(sounds(), 0);
    QCOMPARE(check(), QStringList());
    tamper("INSERT INTO draft SELECT 'again', purpose, connection, group_id, group_name, voiceprint_id, name,"
           " description, created, milliseconds, channel, consent_by, consent_at, sum FROM draft LIMIT 1");
    QVERIFY(!check().isEmpty()); // a row too many is damage as well
}

// A rename that meets a damaged row must not make it count as right.
void TestStudioDamage::damageIsNotWrittenOver()
{
    fill();
    tamper("UPDATE kept_recording SET voiceprint_id = 'vp-Cleo2' WHERE name = 'Cleo'");
    {
        Archive archive(m_folder->disk());
        archive.load();
        QTRY_COMPARE(archive.all().size(), 3);
        for (Recording one : archive.all()) {
            one.groupName = u"Kin"_s;
            archive.update(one);
        }
    }
    const Start seen = start();
    QCOMPARE(seen.names(seen.kept), QStringList({u"(damaged) Cleo"_s, u"Anna"_s, u"Ben"_s}));
}

void TestStudioDamage::strangersIdsLeadNowhere()
{
    fill();
    QVERIFY(sound::save(m_data + u"/precious.wav"_s, wav()));
    tamper(
        "UPDATE kept_recording SET id = '../precious' WHERE name = 'Anna';"
        "UPDATE kept_recording SET sum = checksum(id, connection, group_id, group_name, voiceprint_id, name,"
        " description, channel, consent_by, consent_at, created, milliseconds)");
    {
        Archive archive(m_folder->disk());
        archive.load();
        QTRY_COMPARE(archive.all().size(), 3);
        archive.noteEnrolment(person(u"Anna"_s), wav(), true);
        archive.removeAll();
    }
    QVERIFY(QFile::exists(m_data + u"/precious.wav"_s));
}

void TestStudioDamage::singleFlips_data()
{
    QTest::addColumn<bool>("isHeader");
    QTest::newRow("each bit of the first 100 bytes") << true;
    QTest::newRow("800 anywhere") << false;
}

void TestStudioDamage::singleFlips()
{
    QFETCH(bool, isHeader);
    fill();
    const Start right = start();
    const QByteArray whole = sound::content(m_data + u"/studio.db"_s);
    QMap<QString, QByteArray> files;
    for (const auto &folder : {u"drafts"_s, u"archive"_s}) {
        for (const QString &name : QDir(m_data + u'/' + folder).entryList(QDir::Files))
            files.insert(folder + u'/' + name, sound::content(m_data + u'/' + folder + u'/' + name));
    }
    QCOMPARE(files.size(), 5);
    const auto isRight = [](const QList<Recording> &all, const Recording &seen) {
        return std::any_of(all.begin(), all.end(), [&](const Recording &one) {
            return one.id == seen.id && one.connection == seen.connection && one.groupId == seen.groupId &&
                   one.groupName == seen.groupName && one.voiceprintId == seen.voiceprintId &&
                   one.name == seen.name && one.description == seen.description &&
                   one.channel == seen.channel && one.consent == seen.consent &&
                   one.purpose == seen.purpose && one.length == seen.length;
        });
    };
    QRandomGenerator chance(7);
    int unseen = 0;
    int told = 0;
    for (int i = 0; i < 800; ++i) {
        const qsizetype bit = isHeader ? i : qsizetype(chance.bounded(quint32(whole.size() * 8)));
        QTemporaryDir place;
        const QString folder = place.filePath(u"data"_s);
        for (const auto &name : {u"drafts"_s, u"archive"_s})
            QVERIFY(QDir().mkpath(folder + u'/' + name));
        for (auto it = files.cbegin(); it != files.cend(); ++it)
            QVERIFY(sound::save(folder + u'/' + it.key(), *it));
        QByteArray damaged = whole;
        damaged[bit / 8] = char(damaged[bit / 8] ^ (1 << (bit % 8)));
        QVERIFY(sound::save(folder + u"/studio.db"_s, damaged));
        const Start seen = start(folder);
        const QByteArray where = "bit " + QByteArray::number(bit);
        bool isComplete = seen.kept.size() == right.kept.size() && seen.drafts.size() == right.drafts.size();
        for (const Recording &one : seen.kept) {
            const bool isGood = isRight(right.kept, one);
            QVERIFY2(isGood || one.isDamaged, where.constData());
            isComplete = isComplete && isGood;
        }
        for (const Recording &one : seen.drafts) {
            const bool isGood = isRight(right.drafts, one);
            QVERIFY2(isGood || one.name + one.groupId + one.voiceprintId == QString(), where.constData());
            isComplete = isComplete && isGood;
        }
        for (auto it = seen.consents.cbegin(); it != seen.consents.cend(); ++it) {
            const bool isGood = *it == right.consents[it.key()];
            QVERIFY2(isGood || *it == Consent(), where.constData());
            isComplete = isComplete && isGood;
        }
        QVERIFY2(isComplete || !seen.said.isEmpty(), where.constData()); // what is missing is said
        for (auto it = files.cbegin(); it != files.cend(); ++it)
            QVERIFY2(sound::content(folder + u'/' + it.key()) == *it, where.constData());
        ++(seen.said.isEmpty() ? unseen : told);
    }
    qInfo("of 800 flips %d were told, %d changed nothing that is kept", told, unseen);
    QVERIFY(told > 20);
}

void TestStudioDamage::aMovedFolderIsTold()
{
    fill();
    const QString elsewhere = m_data + u"-elsewhere"_s;
    Archive archive(m_folder->disk());
    archive.load();
    QTRY_COMPARE(archive.all().size(), 3);
    QSignalSpy failed(&archive, &Archive::failed);
    QVERIFY(QFile::rename(m_data, elsewhere));
    archive.noteEnrolment(person(u"Dora"_s), wav(), true); // a consent and a copy
    QTRY_COMPARE(failed.size(), 2);
    for (const auto &told : failed)
        QVERIFY(sqlite::isMoved(told.first().value<Error>()));
    QCOMPARE(archive.all().size(), 3); // it says what is kept
    archive.remove({archive.all().first().id});
    QTRY_COMPARE(failed.size(), 3); // nor is a deletion acknowledged that deletes nothing
    QCOMPARE(QDir(elsewhere + u"/archive"_s).entryList({u"*.wav"_s}).size(), 3);
    QVERIFY(!QFile::exists(m_data + u"/studio.db"_s));
    // Once it is back, all goes on.
    (void)QDir(m_data).removeRecursively();
    QVERIFY(QFile::rename(elsewhere, m_data));
    archive.noteEnrolment(person(u"Emil"_s), wav(), true);
    QTRY_COMPARE(sounds(), 4);
    QTest::qWait(50);
    QCOMPARE(failed.size(), 3);
    QCOMPARE(start().names(start().kept), QStringList({u"Anna"_s, u"Ben"_s, u"Cleo"_s, u"Emil"_s}));
}

void TestStudioDamage::aRemovedFolderIsTold()
{
    fill();
    Archive archive(m_folder->disk());
    archive.load();
    QTRY_COMPARE(archive.all().size(), 3);
    QSignalSpy failed(&archive, &Archive::failed);
    QVERIFY(QFile::remove(m_data + u"/studio.db"_s));
    archive.noteConsent(u"local"_s, u"vp-Zoe"_s, person(u"Zoe"_s).consent, u"75"_s);
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(QDir(m_data).removeRecursively());
    archive.noteConsent(u"local"_s, u"vp-Yan"_s, person(u"Yan"_s).consent, u"75"_s);
    QTRY_COMPARE(failed.size(), 2);
    for (const auto &told : failed)
        QVERIFY(sqlite::isMoved(told.first().value<Error>()));
}

void TestStudioDamage::aTakeIsKeptWhereTheFolderWas()
{
    fill();
    {
        Drafts drafts(m_folder->disk());
        drafts.load();
        QTRY_COMPARE(drafts.all().size(), 2);
        QSignalSpy failed(&drafts, &Drafts::failed);
        QVERIFY(QFile::rename(m_data, m_data + u"-elsewhere"_s));
        const Recording take = drafts.create(person(u"Fay"_s));
        QVERIFY(sound::save(take.path, wav())); // there is a folder for it
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(sqlite::isMoved(failed.first().first().value<Error>()));
        QVERIFY(drafts.find(take.id));
    }
    const Start seen = start();
    QCOMPARE(seen.drafts.size(), 1);
    QCOMPARE(seen.drafts.first().length, 100ms);
}

ROOM_TEST(TestStudioDamage, QCoreApplication)
#include "test_studiodamage.moc"

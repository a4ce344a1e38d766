// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/drafts.h"

#include "account/connections.h"
#include "recordings/datafolder.h"
#include "runner.h"
#include "sound/tones.h"
#include "sound/wavfile.h"

#include <QDir>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// As the first version of the application made it.
constexpr const char *firstDrafts =
    "CREATE TABLE draft (id TEXT PRIMARY KEY, purpose INTEGER NOT NULL, connection TEXT NOT NULL,"
    " group_id TEXT NOT NULL, group_name TEXT NOT NULL, voiceprint_id TEXT NOT NULL, name TEXT NOT NULL,"
    " description TEXT NOT NULL, created INTEGER NOT NULL, milliseconds INTEGER NOT NULL) STRICT";

class TestDrafts : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everythingComesBack();
    void fileCanBeBegunAtOnce();
    void updates();
    void unknownIdsAreIgnored();
    void orphansAreAdopted();
    void halvesAreCleanedUp();
    void openHeadersAreMended();
    void rowsWithoutSoundGo();
    void loadDisturbsNoRecording();
    void newestFirst();
    void nobodyElseMayRead();
    void removalLeavesNoTrace();
    void failuresAreTold();
    void aDatabaseThatCannotBeReadLosesNothing_data();
    void aDatabaseThatCannotBeReadLosesNothing();
    void namesOfConnectionsBecomeIds();
    void draftsOfTheVersionBeforeAreKept();

private:
    //! What another start of the application finds.
    QList<Recording> found()
    {
        Drafts drafts(m_folder->disk());
        QSignalSpy changed(&drafts, &Drafts::changed);
        drafts.load();
        return changed.wait(20'000) ? drafts.all() : QList<Recording>();
    }

    static void record(const QString &path, const QByteArray &pcm, bool isFinished = true)
    {
        audio::WavFile file(path, 16000, 1);
        QVERIFY(file.open());
        QVERIFY(file.append(pcm));
        if (isFinished)
            QVERIFY(file.finish());
    }

    std::unique_ptr<DataFolder> m_folder;
    QString m_data;
    const QByteArray m_second = QByteArray(32000, '\x11');
};

void TestDrafts::init()
{
    m_folder = std::make_unique<DataFolder>();
    m_data = m_folder->path();
}

void TestDrafts::everythingComesBack()
{
    const Recording said{.id = {},
                         .purpose = Recording::Purpose::Replace,
                         .connection = u"Work"_s,
                         .groupId = u"7530000000000000001"_s,
                         .groupName = u"客服 <b>Äöü</b>"_s,
                         .voiceprintId = u"vp-7"_s,
                         .name = u"O'Neil \"x\"; DROP TABLE draft"_s,
                         .description = u"line one\nline two"_s,
                         .channel = Channel::Device,
                         .consent = {u"Anna's mother"_s, QDateTime::fromSecsSinceEpoch(1'700'000'000)},
                         .created = {},
                         .path = {}};
    Recording made;
    {
        Drafts drafts(m_folder->disk());
        made = drafts.create(said);
        record(made.path, m_second);
    }
    const auto all = found();
    QCOMPARE(all.size(), 1);
    const Recording &draft = all.first();
    QCOMPARE(draft.id, made.id);
    QCOMPARE(draft.path, made.path);
    QCOMPARE(draft.purpose, said.purpose);
    QCOMPARE(draft.connection, said.connection);
    QCOMPARE(draft.groupId, said.groupId);
    QCOMPARE(draft.groupName, said.groupName);
    QCOMPARE(draft.voiceprintId, said.voiceprintId);
    QCOMPARE(draft.name, said.name);
    QCOMPARE(draft.description, said.description);
    QCOMPARE(draft.channel, said.channel);
    QCOMPARE(draft.consent, said.consent);
    QCOMPARE(draft.length, 1000ms);
    QVERIFY(std::llabs(draft.created.msecsTo(made.created)) <= 1);
}

void TestDrafts::fileCanBeBegunAtOnce()
{
    Drafts drafts(m_folder->disk());
    audio::WavFile file(drafts.create({}).path, 16000, 1);
    const auto opened = file.open(); // the row may still be on its way to the disk
    QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
}

void TestDrafts::updates()
{
    {
        Drafts drafts(m_folder->disk());
        Recording draft = drafts.create({.name = u"before"_s});
        record(draft.path, m_second);
        QSignalSpy changed(&drafts, &Drafts::changed);
        draft.name = u"after"_s;
        draft.purpose = Recording::Purpose::Identify;
        draft.length = 1000ms;
        drafts.update(draft);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(drafts.find(draft.id)->name, u"after"_s);
    }
    const auto all = found();
    QCOMPARE(all.size(), 1);
    QCOMPARE(all.first().name, u"after"_s);
    QCOMPARE(all.first().purpose, Recording::Purpose::Identify);
}

void TestDrafts::unknownIdsAreIgnored()
{
    Drafts drafts(m_folder->disk());
    QSignalSpy changed(&drafts, &Drafts::changed);
    drafts.update({.id = u"nobody"_s});
    drafts.remove(u"nobody"_s);
    QCOMPARE(changed.size(), 0);
    QVERIFY(!drafts.find(u"nobody"_s));
}

void TestDrafts::orphansAreAdopted()
{
    QVERIFY(QDir().mkpath(m_data + u"/drafts"_s));
    record(m_data + u"/drafts/lost-and-found.wav"_s, m_second + m_second, false);
    QVERIFY(
        sound::save(m_data + u"/drafts/notes.wav"_s, "no sound at all, and longer than a header would be"));
    for (int start = 0; start < 2; ++start) { // the second time it is known
        const auto all = found();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first().id, u"lost-and-found"_s);
        QCOMPARE(all.first().length, 2000ms);
        QVERIFY(all.first().created.secsTo(QDateTime::currentDateTime()) < 600);
    }
    QVERIFY(QFile::exists(m_data + u"/drafts/notes.wav"_s)); // not ours to take away
}

void TestDrafts::halvesAreCleanedUp()
{
    QVERIFY(QDir().mkpath(m_data + u"/drafts"_s));
    const QString old = m_data + u"/drafts/left.wav.Ab12Cd"_s;
    const QString fresh = m_data + u"/drafts/under-way.wav.Ef34Gh"_s;
    for (const QString &path : {old, fresh})
        QVERIFY(sound::save(path, m_second));
    QFile file(old);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-3600), QFileDevice::FileModificationTime));
    file.close();
    QVERIFY(found().isEmpty());
    QVERIFY(!QFile::exists(old));
    QVERIFY(QFile::exists(fresh));
}

void TestDrafts::openHeadersAreMended()
{
    QString path;
    {
        Drafts drafts(m_folder->disk());
        path = drafts.create({.name = u"cut off"_s}).path;
        record(path, m_second, false);
    }
    const auto all = found();
    QCOMPARE(all.size(), 1);
    QCOMPARE(all.first().name, u"cut off"_s);
    QCOMPARE(all.first().length, 1000ms);
    QCOMPARE(sound::content(path), (audio::Clip{.pcm = m_second}).wav());
}

void TestDrafts::rowsWithoutSoundGo()
{
    {
        Drafts drafts(m_folder->disk());
        (void)drafts.create({.name = u"never begun"_s});
        record(drafts.create({.name = u"begun, no sample"_s}).path, {}, false);
        record(drafts.create({.name = u"kept"_s}).path, m_second);
    }
    for (int start = 0; start < 2; ++start) {
        const auto all = found();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first().name, u"kept"_s);
    }
    QCOMPARE(QDir(m_data + u"/drafts"_s).entryList(QDir::Files).size(), 1);
}

void TestDrafts::loadDisturbsNoRecording()
{
    Drafts drafts(m_folder->disk());
    const Recording running = drafts.create({.name = u"being recorded"_s});
    audio::WavFile file(running.path, 16000, 1);
    QVERIFY(file.open());
    QVERIFY(file.append(m_second));
    QSignalSpy changed(&drafts, &Drafts::changed);
    drafts.load();
    QVERIFY(changed.wait(20'000));
    QVERIFY(file.append(m_second));
    QVERIFY(file.finish());
    QCOMPARE(drafts.all().size(), 1);
    const auto clip = audio::readWav(sound::content(running.path));
    QVERIFY(clip);
    QCOMPARE(clip->length(), 2000ms);
}

void TestDrafts::newestFirst()
{
    {
        Drafts drafts(m_folder->disk());
        for (const QString &name : {u"first"_s, u"second"_s, u"third"_s}) {
            record(drafts.create({.name = name}).path, m_second);
            QTest::qWait(5); // their times are kept in milliseconds
        }
        QCOMPARE(drafts.all().first().name, u"third"_s);
    }
    const auto all = found();
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.first().name, u"third"_s);
    QCOMPARE(all.last().name, u"first"_s);
}

void TestDrafts::nobodyElseMayRead()
{
    const mode_t before = ::umask(0);
    {
        Drafts drafts(m_folder->disk());
        record(drafts.create({}).path, m_second);
    }
    ::umask(before);
    QVERIFY(m_folder->isPrivate());
}

void TestDrafts::removalLeavesNoTrace()
{
    const QByteArray mark("a-voice-like-no-other");
    Drafts drafts(m_folder->disk());
    const Recording draft =
        drafts.create({.name = QString::fromLatin1(mark), .description = QString::fromLatin1(mark)});
    record(draft.path, mark.repeated(2000));
    QTRY_VERIFY_WITH_TIMEOUT(m_folder->traces(mark) >= 2, 20'000); // the sound and the row
    drafts.remove(draft.id);
    QVERIFY(drafts.all().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(m_folder->traces(mark), 0, 20'000); // while everything is still open
    QVERIFY(!QFile::exists(draft.path));
    QVERIFY(found().isEmpty());
}

void TestDrafts::failuresAreTold()
{
    QVERIFY(sound::save(m_data, "a file stands where the folder should be"));
    Drafts drafts(m_folder->disk());
    QSignalSpy failed(&drafts, &Drafts::failed);
    const Recording draft = drafts.create({.name = u"homeless"_s});
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
    QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Storage);
    QVERIFY(drafts.find(draft.id)); // what the user said is not lost while the application runs
    drafts.load();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, 20'000);
}

void TestDrafts::aDatabaseThatCannotBeReadLosesNothing_data()
{
    QTest::addColumn<bool>("isDamaged");
    QTest::newRow("damaged") << true;
    QTest::newRow("of a newer version") << false;
}

void TestDrafts::aDatabaseThatCannotBeReadLosesNothing()
{
    QFETCH(bool, isDamaged);
    const QString file = m_data + u"/studio.db"_s;
    {
        Drafts drafts(m_folder->disk());
        record(drafts.create({.name = u"from before"_s}).path, m_second);
    }
    if (isDamaged) {
        QVERIFY(sound::save(file, QByteArray("no database ").repeated(2000)));
    } else {
        StudioStore store(m_data);
        QVERIFY((**store.database()).raw().execute("PRAGMA user_version = 99"));
    }
    const QByteArray before = sound::content(file);
    {
        Drafts drafts(m_folder->disk());
        QSignalSpy failed(&drafts, &Drafts::failed);
        drafts.load();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
        QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Storage);
        const Recording draft = drafts.create({.name = u"recorded meanwhile"_s});
        record(draft.path, m_second);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, 20'000);
        QVERIFY(drafts.find(draft.id));
    }
    QCOMPARE(sound::content(file), before); // whoever can read it still can
    QVERIFY(QFile::rename(file, file + u".aside"_s));
    QCOMPARE(found().size(), 2); // their words are lost with it, their sound is not
}

void TestDrafts::namesOfConnectionsBecomeIds()
{
    QVERIFY(QDir().mkpath(m_data + u"/drafts"_s));
    {
        // As the first version left it.
        constexpr std::array migrations{firstDrafts};
        auto old = sqlite::Database::open(m_data + u"/studio.db"_s,
                                          {.applicationId = 0x56505354, .migrations = migrations});
        QVERIFY(old);
        int created = 1000;
        for (const auto &connection : {u"This computer"_s, u"Coze"_s, u""_s}) {
            const QString id = QString::number(++created);
            record(m_data + u"/drafts/"_s + id + u".wav"_s, m_second);
            QVERIFY(old->run("INSERT INTO draft VALUES (?1, 0, ?2, '5', 'Home', '', 'Anna', '', ?3, 1000)",
                             id, connection, created));
        }
    }
    QStringList connections;
    for (const Recording &draft : found())
        connections << draft.connection;
    QCOMPARE(connections, QStringList({u""_s, u"Coze"_s, Connections::localId})); // newest first
}

void TestDrafts::draftsOfTheVersionBeforeAreKept()
{
    QVERIFY(QDir().mkpath(m_data + u"/drafts"_s));
    record(m_data + u"/drafts/old.wav"_s, m_second);
    {
        // As the version without channel and consent left it, after its three steps.
        constexpr std::array migrations{
            firstDrafts,
            "CREATE TABLE call_counts (connection TEXT NOT NULL, day TEXT NOT NULL, calls INTEGER NOT NULL,"
            " billed INTEGER NOT NULL, PRIMARY KEY (connection, day)) STRICT",
            "UPDATE draft SET connection = 'local' WHERE connection = 'This computer'"};
        auto old = sqlite::Database::open(m_data + u"/studio.db"_s,
                                          {.applicationId = 0x56505354, .migrations = migrations});
        QVERIFY(old);
        QVERIFY(old->execute("INSERT INTO draft VALUES ('old', 1, 'coze-1', '5', 'Home', '9', 'Anna', 'her',"
                             " 1700000000000, 1000);"
                             "INSERT INTO call_counts VALUES ('coze-1', '2026-01-31', 7, 2)"));
    }
    for (int start = 0; start < 2; ++start) {
        const auto all = found();
        QCOMPARE(all.size(), 1);
        Recording draft = all.first();
        QCOMPARE(draft.id, u"old"_s);
        QCOMPARE(draft.purpose, Recording::Purpose::Replace);
        QCOMPARE(draft.connection, u"coze-1"_s);
        QCOMPARE(draft.groupId + draft.groupName + draft.voiceprintId, u"5Home9"_s);
        QCOMPARE(draft.name + draft.description, u"Annaher"_s);
        QCOMPARE(draft.created.toMSecsSinceEpoch(), 1'700'000'000'000);
        QCOMPARE(draft.length, 1000ms);
        QCOMPARE(draft.channel, Channel::ThisComputer);
        QVERIFY(draft.consent == Consent());
    }
    StudioStore store(m_data);
    const auto counts =
        (**store.database()).raw().one<QString>("SELECT calls || ', ' || billed FROM call_counts");
    QVERIFY(counts);
    QCOMPARE(counts->value_or(QString()), u"7, 2"_s);
}

ROOM_TEST(TestDrafts, QCoreApplication)
#include "test_drafts.moc"

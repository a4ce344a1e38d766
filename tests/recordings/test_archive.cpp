// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/archive.h"

#include "base/files.h"
#include "recordings/datafolder.h"
#include "runner.h"
#include "sound/clip.h"

#include <QDir>
#include <QProcess>
#include <QSignalSpy>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString home = u"local"_s;
const QString coze = u"coze-1"_s;

QByteArray sound(int tenths, char sample = '\x11')
{
    return audio::Clip{.pcm = QByteArray(qsizetype(tenths) * 3200, sample)}.wav();
}

Recording about(const QString &name, const QString &voiceprint, const QString &connection = home)
{
    return {.connection = connection,
            .groupId = u"5"_s,
            .groupName = u"Family"_s,
            .voiceprintId = voiceprint,
            .name = name};
}

//! Keeps recordings, one in the place of the other, and says which are on the disk.
int keepUntilKilled(const QString &data)
{
    StudioStore store(data);
    for (int number = 0;; ++number) {
        Recording recording = about(QString::number(number), QString::number(number % 3));
        recording.id = u"recording-%1"_s.arg(number);
        recording.state = Recording::State::Kept;
        recording.path = StudioStore::path(data, recording.state, recording.id);
        recording.length = 1000ms;
        if (!store.keep(recording, sound(10)))
            return 1;
        std::printf("%d\n", number);
        std::fflush(stdout);
    }
}

} // namespace

class TestArchive : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<DataFolder>();
        m_data = m_folder->path();
    }

    void everythingComesBack()
    {
        const QDateTime then = QDateTime::currentDateTime().addDays(-3);
        const Recording said{.connection = coze,
                             .groupId = u"7530000000000000001"_s,
                             .groupName = u"客服 <b>Äöü</b>"_s,
                             .voiceprintId = u"vp-7"_s,
                             .name = u"O'Neil \"x\"; DROP TABLE kept_recording"_s,
                             .description = u"line one\nline two"_s,
                             .channel = Channel::Telephone,
                             .consent = {u"Anna"_s, then},
                             .created = {}};
        {
            Archive archive(m_folder->disk());
            QSignalSpy changed(&archive, &Archive::changed);
            archive.keep(said, sound(15));
            QCOMPARE(changed.size(), 1);
            QCOMPARE(archive.all().size(), 1);
            archive.noteConsent(coze, u"vp-7"_s, said.consent, u"g"_s);
        }
        const auto archive = loaded();
        QCOMPARE(archive->all().size(), 1);
        const Recording kept = archive->all().first();
        QCOMPARE(kept.connection, said.connection);
        QCOMPARE(kept.groupId, said.groupId);
        QCOMPARE(kept.groupName, said.groupName);
        QCOMPARE(kept.voiceprintId, said.voiceprintId);
        QCOMPARE(kept.name, said.name);
        QCOMPARE(kept.description, said.description);
        QCOMPARE(kept.channel, Channel::Telephone);
        QCOMPARE(kept.consent.by, u"Anna"_s);
        QCOMPARE(kept.consent.at.toMSecsSinceEpoch(), then.toMSecsSinceEpoch());
        QVERIFY(std::llabs(kept.created.secsTo(QDateTime::currentDateTime())) < 600);
        QCOMPARE(kept.length, 1500ms);
        const auto file = files::read(kept.path, 1'000'000);
        QVERIFY(file);
        QCOMPARE(*file, sound(15));
        QCOMPARE(archive->consent(coze, u"vp-7"_s).by, u"Anna"_s);
        QCOMPARE(archive->consented(coze, u"g"_s), QStringList(u"vp-7"_s));
        QVERIFY(archive->consent(home, u"vp-7"_s).by.isEmpty());
    }

    void connectionsAreKeptApart()
    {
        {
            Archive archive(m_folder->disk());
            archive.keep(about(u"Anna here"_s, u"7"_s, home), sound(5));
            archive.keep(about(u"Anna there"_s, u"7"_s, coze), sound(6));
            archive.noteConsent(home, u"7"_s, {u"here"_s, QDateTime::currentDateTime()});
            archive.noteConsent(coze, u"7"_s, {u"there"_s, QDateTime::currentDateTime()});
            archive.forgetConsent(home, u"7"_s);
        }
        const auto archive = loaded();
        QCOMPARE(archive->all().size(), 2);
        QCOMPARE(archive->of(home, u"7"_s).first().name, u"Anna here"_s);
        QCOMPARE(archive->ofGroup(coze, u"5"_s).first().name, u"Anna there"_s);
        QVERIFY(archive->of(home, u"8"_s).isEmpty());
        QVERIFY(archive->consent(home, u"7"_s).by.isEmpty());
        QCOMPARE(archive->consent(coze, u"7"_s).by, u"there"_s);
        archive->remove({archive->of(home, u"7"_s).first().id});
        QCOMPARE(archive->all().size(), 1);
        await(*archive);
        QCOMPARE(loaded()->all().first().name, u"Anna there"_s);
    }

    void wordsFollowARename()
    {
        Archive archive(m_folder->disk());
        archive.keep(about(u"Anna"_s, u"7"_s), sound(5));
        Recording kept = archive.all().first();
        kept.name = u"Anna Meier"_s;
        kept.description = u"tall"_s;
        kept.groupName = u"Kin"_s;
        kept.path = u"/elsewhere"_s; // is not of the words
        QSignalSpy changed(&archive, &Archive::changed);
        archive.update(kept);
        QCOMPARE(changed.size(), 1);
        await(archive);
        const auto found = loaded()->all();
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].name + found[0].description + found[0].groupName, u"Anna MeiertallKin"_s);
        QCOMPARE(found[0].id, kept.id);
        QCOMPARE(found[0].length, 500ms);
        QVERIFY(QFile::exists(archive.all().first().path));
    }

    // A damaged studio.db that somebody has put aside, or a folder that was brought back without one.
    void recordingsOutliveALostDatabase()
    {
        {
            Archive archive(m_folder->disk());
            archive.keep(about(u"Anna"_s, u"7"_s), sound(5));
            archive.keep(about(u"Bob"_s, u"8"_s), sound(5));
        }
        QVERIFY(QFile::remove(m_data + u"/studio.db"_s));
        QVERIFY(files::write(m_data + u"/archive/unfinished.wav.Ab12Cd"_s, sound(5)));
        Archive archive(m_folder->disk());
        QSignalSpy failed(&archive, &Archive::failed);
        await(archive);
        QVERIFY(archive.all().isEmpty());
        QCOMPARE(failed.size(), 1);
        const QString said = failed[0][0].value<Error>().detail;
        QVERIFY2(said.contains(m_data) && said.contains(u'2'), qPrintable(said));
        QCOMPARE(QDir(m_data + u"/archive"_s).entryList(QDir::Files).size(), 2);
        archive.removeAll(); // what is there at all
        await(archive);
        QCOMPARE(QDir(m_data + u"/archive"_s).entryList(QDir::Files).size(), 0);
        QCOMPARE(failed.size(), 1);
    }

    void aNewRecordingTakesTheOldOnesPlace()
    {
        QString first;
        {
            Archive archive(m_folder->disk());
            archive.keep(about(u"Anna"_s, u"7"_s), sound(5));
            first = archive.all().first().path;
            archive.keep(about(u"Anna"_s, u"7"_s), sound(8));
            QCOMPARE(archive.all().size(), 1);
        }
        QVERIFY(!QFile::exists(first));
        QCOMPARE(QDir(m_data + u"/archive"_s).entryList(QDir::Files).size(), 1);
        const auto archive = loaded();
        QCOMPARE(archive->all().size(), 1);
        QCOMPARE(archive->all().first().length, 800ms);
    }

    void nobodyElseMayRead()
    {
        const mode_t before = ::umask(0);
        {
            Archive archive(m_folder->disk());
            archive.keep(about(u"Anna"_s, u"7"_s), sound(5));
        }
        ::umask(before);
        QVERIFY(m_folder->isPrivate());
    }

    void removalLeavesNoTrace_data()
    {
        QTest::addColumn<QString>("how");
        for (const QString &how : {u"one"_s, u"all"_s, u"replaced"_s})
            QTest::newRow(qPrintable(how)) << how;
    }
    void removalLeavesNoTrace()
    {
        QFETCH(QString, how);
        const QByteArray mark("a-voice-like-no-other");
        const QString name = QString::fromLatin1(mark);
        Archive archive(m_folder->disk());
        Recording recording = about(name, u"7"_s);
        recording.description = recording.groupName = name;
        recording.consent = {name, QDateTime::currentDateTime()};
        archive.keep(recording, audio::Clip{.pcm = mark.repeated(2000)}.wav());
        archive.keep(about(u"Bob"_s, u"8"_s), sound(5));
        const QByteArray guardian("somebody-like-no-other");
        archive.noteConsent(home, u"7"_s, {QString::fromLatin1(guardian), QDateTime::currentDateTime()});
        QTRY_VERIFY_WITH_TIMEOUT(m_folder->traces(mark) >= 2 && m_folder->traces(guardian) > 0,
                                 20'000); // the sound and the rows
        archive.forgetConsent(home, u"7"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_folder->traces(guardian), 0, 20'000);
        if (how == u"one")
            archive.remove({archive.of(home, u"7"_s).first().id});
        else if (how == u"all")
            archive.removeAll();
        else
            archive.keep(about(u"Anna"_s, u"7"_s), sound(5));
        QTRY_COMPARE_WITH_TIMEOUT(m_folder->traces(mark), 0, 20'000); // while everything is still open
        const qsizetype left = how == u"one" ? 1 : how == u"all" ? 0 : 2;
        QCOMPARE(archive.all().size(), left);
        await(archive);
        QCOMPARE(loaded()->all().size(), left);
        QCOMPARE(QDir(m_data + u"/archive"_s).entryList(QDir::Files).size(), left);
    }

    void halvesAreCleanedUp()
    {
        QString lost;
        {
            Archive archive(m_folder->disk());
            archive.keep(about(u"Anna"_s, u"7"_s), sound(5));
            archive.keep(about(u"Bob"_s, u"8"_s), sound(5));
            lost = archive.of(home, u"8"_s).first().path;
        }
        QVERIFY(QFile::remove(lost));
        QVERIFY(files::write(m_data + u"/archive/no-row.wav"_s, sound(5)));
        QVERIFY(files::write(m_data + u"/archive/unfinished.wav.Ab12Cd"_s, sound(5)));
        const auto archive = loaded();
        QCOMPARE(archive->all().size(), 1);
        QCOMPARE(archive->all().first().name, u"Anna"_s);
        QCOMPARE(QDir(m_data + u"/archive"_s).entryList(QDir::Files).size(), 1);
        StudioStore store(m_data);
        QVERIFY(files::write(lost, sound(5))); // its row is gone too
        const auto left = store.kept();
        QVERIFY2(left, qPrintable(left ? QString() : left.error().detail));
        QCOMPARE(left->size(), 1);
    }

    void callsMayComeBeforeTheDiskIsRead()
    {
        {
            Archive archive(m_folder->disk());
            archive.keep(about(u"Anna"_s, u"7"_s), sound(5));
            archive.keep(about(u"Bob"_s, u"8"_s), sound(5));
            archive.noteConsent(home, u"7"_s, {u"Anna"_s, QDateTime::currentDateTime()});
            archive.noteConsent(home, u"8"_s, {u"Bob"_s, QDateTime::currentDateTime()});
        }
        {
            Archive archive(m_folder->disk());
            QSignalSpy changed(&archive, &Archive::changed);
            archive.load();
            archive.keep(about(u"Anne"_s, u"7"_s), sound(9));
            archive.forgetConsent(home, u"7"_s);
            QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, 20'000);
            QCOMPARE(archive.all().size(), 2);
            QCOMPARE(archive.of(home, u"7"_s).first().name, u"Anne"_s);
            QVERIFY(archive.consent(home, u"7"_s).by.isEmpty());
            QCOMPARE(archive.consent(home, u"8"_s).by, u"Bob"_s);
        }
        {
            Archive archive(m_folder->disk());
            QSignalSpy changed(&archive, &Archive::changed);
            archive.load();
            archive.removeAll();
            QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, 20'000);
            QVERIFY(archive.all().isEmpty());
        }
        QVERIFY(loaded()->all().isEmpty());
    }

    // Consents are no copies of voices: deleting the copies leaves them, but only where there is a voice to
    // consent to.
    void deletingAllLeavesConsentsOfThoseWhoAreThere()
    {
        const QString group = u"5"_s;
        noteFour();
        {
            const auto archive = loaded();
            archive->noteMembers(home, group, {u"there, kept"_s, u"there"_s});
            QCOMPARE(names(*archive, home), QStringList({u"gone, kept"_s, u"there"_s, u"there, kept"_s}));
            QCOMPARE(names(*archive, coze), QStringList(u"gone"_s)); // another connection's
            QCOMPARE(archive->all().size(), 2);
        }
        {
            const auto archive = loaded(); // that it is gone is still known
            QCOMPARE(names(*archive, home), QStringList({u"gone, kept"_s, u"there"_s, u"there, kept"_s}));
            archive->removeAll();
            QCOMPARE(names(*archive, home), QStringList({u"there"_s, u"there, kept"_s}));
            await(*archive);
        }
        QCOMPARE(names(*loaded(), home), QStringList({u"there"_s, u"there, kept"_s}));
        QCOMPARE(m_folder->traces("by gone, kept"), 0);
    }

    void deletingOneRecordingTakesTheConsentOfWhoIsGone()
    {
        noteFour();
        const auto archive = loaded();
        archive->noteMembers(home, u"5"_s, {}); // the group was deleted
        QCOMPARE(names(*archive, home), QStringList({u"gone, kept"_s, u"there, kept"_s}));
        archive->remove({archive->of(home, u"gone, kept"_s).first().id});
        QCOMPARE(names(*archive, home), QStringList(u"there, kept"_s));
    }

    void whoeverIsBackIsThere()
    {
        noteFour();
        const auto archive = loaded();
        archive->noteMembers(home, u"5"_s, {u"there"_s});
        archive->noteMembers(home, u"5"_s, {u"there"_s, u"gone, kept"_s});
        archive->removeAll();
        QCOMPARE(names(*archive, home), QStringList({u"gone, kept"_s, u"there"_s}));
    }

    void aListFromBeforeJudgesNobody()
    {
        Archive archive(m_folder->disk());
        archive.noteConsent(home, u"new"_s, {u"Anna"_s, QDateTime::currentDateTime()}, u"5"_s);
        archive.noteConsent(home, u"nowhere"_s, {u"Bob"_s, QDateTime::currentDateTime()});
        archive.noteMembers(home, u"5"_s, {});
        archive.noteMembers(home, {}, {});
        QCOMPARE(archive.consent(home, u"new"_s).by, u"Anna"_s);
        QCOMPARE(archive.consent(home, u"nowhere"_s).by, u"Bob"_s);
        await(archive);
        const auto next = loaded();
        next->noteMembers(home, {}, {}); // of whom the group is not known nothing is known
        QCOMPARE(next->consent(home, u"nowhere"_s).by, u"Bob"_s);
    }

    void newestFirst()
    {
        {
            Archive archive(m_folder->disk());
            for (int days : {2, 0, 1}) {
                Recording recording = about(QString::number(days), QString::number(days));
                recording.created = QDateTime::currentDateTime().addDays(-days);
                archive.keep(recording, sound(1));
            }
            QCOMPARE(archive.all().first().name, u"0"_s);
        }
        QStringList names;
        for (const Recording &recording : loaded()->all())
            names << recording.name;
        QCOMPARE(names, QStringList({u"0"_s, u"1"_s, u"2"_s}));
    }

    void aFullDiskLeavesNothingHalf()
    {
        Archive archive(m_folder->disk());
        QSignalSpy failed(&archive, &Archive::failed);
        archive.keep(about(u"Anna"_s, u"7"_s), sound(5));
        await(archive);
        const QString first = archive.all().first().id;
        {
            const FullDisk disk(100'000);
            archive.keep(about(u"Bob"_s, u"8"_s), sound(100));
            QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
            archive.keep(about(u"Anna"_s, u"7"_s), sound(100)); // in the place of the first
            QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, 20'000);
        }
        QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Storage);
        QCOMPARE(archive.all().size(), 1);
        QCOMPARE(archive.all().first().id, first);
        QCOMPARE(QDir(m_data + u"/archive"_s).entryList(QDir::Files | QDir::Hidden).size(), 1);
        archive.keep(about(u"Bob"_s, u"8"_s), sound(100)); // there is room again
        await(archive);
        QCOMPARE(failed.size(), 2);
        QCOMPARE(loaded()->all().size(), 2);
    }

    void whatCannotBeRemovedIsStillListed()
    {
        Archive archive(m_folder->disk());
        archive.keep(about(u"Anna"_s, u"7"_s), sound(5));
        archive.keep(about(u"Bob"_s, u"8"_s), sound(5));
        await(archive);
        const QString path = archive.of(home, u"7"_s).first().path;
        QVERIFY(QFile::remove(path));
        QVERIFY(QDir().mkpath(path + u"/stands in the way"_s)); // what cannot be unlinked
        QSignalSpy failed(&archive, &Archive::failed);
        archive.remove({archive.of(home, u"7"_s).first().id, archive.of(home, u"8"_s).first().id});
        QVERIFY(archive.all().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
        QCOMPARE(archive.all().size(), 1);
        QCOMPARE(archive.all().first().name, u"Anna"_s);
        QVERIFY(QDir(path).removeRecursively());
        archive.remove({archive.all().first().id});
        await(archive);
        QCOMPARE(failed.size(), 1);
        QVERIFY(loaded()->all().isEmpty());
    }

    void failuresAreTold()
    {
        QVERIFY(files::write(m_data, "a file stands where the folder should be"));
        Archive archive(m_folder->disk());
        QSignalSpy failed(&archive, &Archive::failed);
        archive.keep(about(u"Anna"_s, u"7"_s), sound(5));
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
        QVERIFY(archive.all().isEmpty()); // nothing is listed that is not there
        archive.load();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, 20'000);
        archive.noteConsent(home, u"7"_s, {u"Anna"_s, QDateTime::currentDateTime()});
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 3, 20'000);
    }

    void killedAtAnyMoment()
    {
        for (int round = 0; round < 15; ++round) {
            QProcess keeper;
            keeper.start(QCoreApplication::applicationFilePath(), {u"test_archive"_s, u"--keep"_s, m_data});
            QVERIFY(keeper.waitForReadyRead(20'000));
            QElapsedTimer timer;
            for (timer.start(); timer.elapsed() < 11 + 7 * round;)
                keeper.waitForReadyRead(3);
            ::kill(pid_t(keeper.processId()), SIGKILL);
            QVERIFY(keeper.waitForFinished(20'000));
            const QByteArrayList said = keeper.readAllStandardOutput().split('\n');
            const int last = said.value(said.size() - 2).toInt();

            const auto archive = loaded();
            QDir folder(m_data + u"/archive"_s);
            QCOMPARE(folder.entryList(QDir::Files | QDir::Hidden).size(), archive->all().size());
            for (const Recording &recording : archive->all()) {
                const auto file = files::read(recording.path, 1'000'000);
                QVERIFY(file);
                QCOMPARE(*file, sound(10));
            }
            for (int number = std::max(0, last - 2); number <= last; ++number) { // what it said is there
                const auto of = archive->of(home, QString::number(number % 3));
                QCOMPARE(of.size(), 1);
                QVERIFY(of.first().name.toInt() >= number);
            }
            archive->removeAll();
        }
    }

private:
    //! Waits until all that was asked of \a archive is on the disk.
    static void await(Archive &archive)
    {
        QSignalSpy changed(&archive, &Archive::changed);
        archive.load();
        if (!changed.wait(20'000))
            qFatal("the archive was not read");
    }
    //! Consents of four voiceprints of one group, and recordings of two; one of the same name elsewhere.
    void noteFour()
    {
        Archive archive(m_folder->disk());
        for (const QString &print : {u"there, kept"_s, u"there"_s, u"gone, kept"_s, u"gone"_s}) {
            archive.noteConsent(home, print, {u"by "_s + print, QDateTime::currentDateTime()}, u"5"_s);
            if (print.endsWith(u"kept"))
                archive.keep(about(print, print), sound(5));
        }
        archive.noteConsent(coze, u"gone"_s, {u"Bob"_s, QDateTime::currentDateTime()}, u"5"_s);
    }
    static QStringList names(const Archive &archive, const QString &connection)
    {
        QStringList names = archive.consented(connection, u"5"_s);
        names.sort();
        return names;
    }
    //! What another start of the application finds.
    std::unique_ptr<Archive> loaded() const
    {
        auto archive = std::make_unique<Archive>(m_folder->disk());
        await(*archive);
        return archive;
    }

    std::unique_ptr<DataFolder> m_folder;
    QString m_data;
};

static int testMain(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--keep") == 0)
        return keepUntilKilled(QString::fromLocal8Bit(argv[2]));
    TestArchive test;
    return QTest::qExec(&test, argc, argv);
}

ROOM_TEST_MAIN(testMain)
#include "test_archive.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "runner.h"
#include "server/programtest.h"

#include <QDir>

#include <sys/stat.h>

using namespace place;

//! The data folder: whose it may be, and what happens where it is taken away from under a server.
class TestPlace : public ProgramTest
{
    Q_OBJECT

private slots:
    void init() { newFolder(); }
    void nothingIsWrittenIntoNothing_data();
    void nothingIsWrittenIntoNothing();
    void twoServersNeverWriteOneFolder();
    void foldersOfOthersAreRefused();
    void fullDisksAreCuredFromInside();

private:
    QString data() const { return m_folder->filePath(QStringLiteral("data")); }
};

void TestPlace::nothingIsWrittenIntoNothing_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what :
         {"folder removed", "folder moved", "database removed", "database replaced", "lock removed"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestPlace::nothingIsWrittenIntoNothing()
{
    QFETCH(QString, what);
    QProcess program;
    const quint16 port = start(program);
    QVERIFY(port != 0);
    const QString group = askJson(port, "POST", groupsPath, {{u"name"_qs, u"Before"_qs}}).id();
    QVERIFY(!group.isEmpty());
    const QString database = data() + u"/server.db"_qs;
    if (what == u"folder removed")
        QVERIFY(QDir(data()).removeRecursively());
    else if (what == u"folder moved")
        QVERIFY(QDir().rename(data(), data() + u'2'));
    else if (what == u"lock removed")
        QVERIFY(QFile::remove(data() + u"/server.lock"_qs));
    else
        QVERIFY(QFile::remove(database));
    if (what == u"database replaced")
        QVERIFY(files::write(database, "x"));
    // Whichever write comes: none is acknowledged that is not kept.
    const Reply lost = what == u"folder moved"
                           ? ask(port, "DELETE", groupPath(group))
                           : askJson(port, "POST", groupsPath, {{u"name"_qs, u"After"_qs}});
    QCOMPARE(lost.status, 500);
    QCOMPARE(lost.code(), 5000);
    QVERIFY2(lost.words().contains(u"moved, removed or taken over"), qPrintable(lost.words()));
    QVERIFY(program.waitForFinished(20'000));
    QCOMPARE(program.exitCode(), 1);
    QVERIFY(program.readAllStandardError().contains("moved, removed or taken over"));
}

void TestPlace::twoServersNeverWriteOneFolder()
{
    QProcess first;
    const quint16 port = start(first);
    QVERIFY(port != 0);
    QVERIFY(QFile::remove(data() + u"/server.lock"_qs));
    QProcess second;
    const quint16 other = start(second);
    QVERIFY(other != 0);
    QCOMPARE(askJson(port, "POST", groupsPath, {{u"name"_qs, u"Late"_qs}}).status, 500);
    const QString group = askJson(other, "POST", groupsPath, {{u"name"_qs, u"Home"_qs}}).id();
    QVERIFY(!group.isEmpty());
    QCOMPARE(ask(other, "GET", groupsPath).items().size(), 1);
    QVERIFY(first.waitForFinished(20'000));
    QCOMPARE(askJson(other, "PUT", groupPath(group), {{u"name"_qs, u"Ours"_qs}}).code(), 0);
    second.terminate();
    QVERIFY(second.waitForFinished());
    QCOMPARE(second.exitCode(), 0);
}

void TestPlace::foldersOfOthersAreRefused()
{
    QVERIFY(QDir().mkpath(data() + u"/photos"_qs));
    QCOMPARE(chmod(QFile::encodeName(data()).constData(), 01777), 0);
    for (const QStringList &words : {QStringList{}, QStringList{u"token"_qs}}) {
        const auto [code, said] = run(words);
        QCOMPARE(code, 1);
        if (words.isEmpty())
            QVERIFY2(said.contains("photos"), said.constData());
    }
    struct stat entry = {};
    QCOMPARE(stat(QFile::encodeName(data()).constData(), &entry), 0);
    QCOMPARE(int(entry.st_mode & 07777), 01777);
    QCOMPARE(QDir(data()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{u"photos"_qs});
}

// A disk of 3 MB, as root; else nothing can be filled that is not everybody's.
void TestPlace::fullDisksAreCuredFromInside()
{
    QVERIFY(QDir().mkpath(data()));
    if (QProcess::execute(u"mount"_qs,
                          {u"-t"_qs, u"tmpfs"_qs, u"-o"_qs, u"size=3m"_qs, u"tmpfs"_qs, data()}) != 0) {
        qWarning("no disk can be mounted here, so none was filled");
        return;
    }
    QProcess program;
    const auto leave = qScopeGuard([&] {
        program.kill();
        program.waitForFinished();
        QProcess::execute(u"umount"_qs, {u"-l"_qs, data()});
    });
    quint16 port = start(program);
    QVERIFY(port != 0);
    const QString group = askJson(port, "POST", groupsPath, {{u"name"_qs, u"Home"_qs}}).id();
    QStringList people;
    while (people.size() < 10) {
        const Reply added = askForm(port, "POST", groupPath(group, "/features"),
                                    {{"file", enrolSpeech(0), "a.wav"}, {"name", "A"}});
        if (added.code() != 0)
            break;
        people.append(added.id());
    }
    QVERIFY(people.size() >= 2 && people.size() < 10);
    const auto fill = [this] { // to the last byte
        QFile filling(data() + u"/.filling"_qs);
        if (!filling.open(QIODevice::Append | QIODevice::Unbuffered))
            return;
        while (filling.write(QByteArray(4096, 'x')) == 4096) {
        }
    };
    fill();
    // A restart, too, is for reading and deleting.
    program.terminate();
    QVERIFY(program.waitForFinished());
    fill();
    port = start(program);
    QVERIFY(port != 0);
    QCOMPARE(ask(port, "GET", groupPath(group, "/features")).items().size(), people.size());
    fill();
    QCOMPARE(askForm(port, "POST", groupPath(group, "/features"),
                     {{"file", enrolSpeech(0), "a.wav"}, {"name", "A"}})
                 .status,
             507);
    fill();
    const Reply deleted = ask(port, "DELETE", groupPath(group, "/features/") + people.takeLast().toLatin1());
    QVERIFY2(deleted.code() == 0, deleted.body.constData());
    QCOMPARE(ask(port, "GET", groupPath(group, "/features")).items().size(), people.size());
    QCOMPARE(ask(port, "DELETE", groupPath(group)).code(), 0);
    QCOMPARE(ask(port, "GET", groupsPath).items().size(), 0);
    QVERIFY(!everything(data()).contains(pcmOf(enrolSpeech(0)).mid(100'000, 64)));
    // And all goes on.
    QVERIFY(!askJson(port, "POST", groupsPath, {{u"name"_qs, u"New"_qs}}).id().isEmpty());
}

ROOM_TEST(TestPlace, QCoreApplication)
#include "test_place.moc"

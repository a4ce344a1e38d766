// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"
#include "runner.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <sys/stat.h>

class TestFiles : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { umask(0); } // the worst case
    void directoriesArePrivate();
    void modesOfOthersAreLeftAlone();
    void foldersOfOthersAreRefused();
    void whatIsOursIsHealed();
    void filesArePrivate();
    void replacesWholly();
    void readsWithinABound();
    void failuresAreTold();

private:
    static int modeOf(const QString &path)
    {
        struct stat entry = {};
        return stat(QFile::encodeName(path).constData(), &entry) == 0 ? int(entry.st_mode & 07777) : -1;
    }
    QTemporaryDir m_folder;
};

void TestFiles::directoriesArePrivate()
{
    const QString path = m_folder.filePath(QStringLiteral("a/b/c"));
    QVERIFY(files::makePrivateDirectory(path));
    QCOMPARE(modeOf(path), 0700);
    QVERIFY(files::makePrivateDirectory(path));
}

// A folder of somebody else's, such as /tmp, stays as open as it is.
void TestFiles::modesOfOthersAreLeftAlone()
{
    const QString path = m_folder.filePath(QStringLiteral("open"));
    QVERIFY(QDir().mkpath(path + u"/lost+found"_qs));
    QVERIFY(files::write(path + u"/.hidden"_qs, "x"));
    for (int round = 0; round < 2; ++round) { // when it is empty, and when it is ours
        QCOMPARE(chmod(QFile::encodeName(path).constData(), 01777), 0);
        QVERIFY(files::makePrivateDirectory(path));
        QVERIFY(files::claimDataFolder(path));
        QCOMPARE(modeOf(path), 01777);
        QVERIFY(files::write(path + u"/server.db"_qs, "x"));
    }
}

void TestFiles::foldersOfOthersAreRefused()
{
    for (const QString &stranger : {u"diary.txt"_qs, u"server.dbx"_qs, u"photos/"_qs, u"draft"_qs}) {
        const QTemporaryDir folder;
        if (stranger.endsWith(u'/'))
            QVERIFY(QDir(folder.path()).mkdir(stranger));
        else
            QVERIFY(files::write(folder.filePath(stranger), "x"));
        const auto claimed = files::claimDataFolder(folder.path());
        QVERIFY2(!claimed, qPrintable(stranger));
        QCOMPARE(claimed.error().kind, Error::Kind::Refused);
        QVERIFY2(claimed.error().detail.contains(stranger.section(u'/', 0, 0)),
                 qPrintable(claimed.error().detail));
        // Beside a database of ours it disturbs nobody.
        QVERIFY(files::write(folder.filePath(u"studio.db"_qs), "x"));
        QVERIFY(files::claimDataFolder(folder.path()));
    }
    // What we leave before there is a database is no stranger.
    const QTemporaryDir begun;
    for (const QString &own :
         {u"settings.ini"_qs, u"settings.ini.lock"_qs, u"window.lock"_qs, u"token.sha256"_qs})
        QVERIFY(files::write(begun.filePath(own), "x"));
    QVERIFY(QDir(begun.path()).mkdir(u"drafts"_qs));
    QVERIFY(files::claimDataFolder(begun.path()));
}

void TestFiles::whatIsOursIsHealed()
{
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(u"drafts"_qs));
    const QStringList ours{u"server.db"_qs, u"server.db-wal"_qs, u"drafts/1.wav"_qs, u"settings.ini"_qs};
    for (const QString &name : ours + QStringList{u"README"_qs}) {
        QVERIFY(files::write(folder.filePath(name), "x"));
        QCOMPARE(chmod(QFile::encodeName(folder.filePath(name)).constData(), 0644), 0);
    }
    QCOMPARE(chmod(QFile::encodeName(folder.filePath(u"drafts"_qs)).constData(), 0755), 0);
    QVERIFY(files::claimDataFolder(folder.path()));
    for (const QString &name : ours)
        QCOMPARE(modeOf(folder.filePath(name)), 0600);
    QCOMPARE(modeOf(folder.filePath(u"drafts"_qs)), 0700);
    QCOMPARE(modeOf(folder.filePath(u"README"_qs)), 0644);
}

void TestFiles::filesArePrivate()
{
    const QString path = m_folder.filePath(QStringLiteral("secret"));
    QVERIFY(files::write(path, "x"));
    QCOMPARE(modeOf(path), 0600);
    QCOMPARE(chmod(QFile::encodeName(path).constData(), 0666), 0);
    QVERIFY(files::makePrivate(path));
    QCOMPARE(modeOf(path), 0600);
    QCOMPARE(chmod(QFile::encodeName(path).constData(), 0666), 0);
    QVERIFY(files::write(path, "y"));
    QCOMPARE(modeOf(path), 0600);
}

void TestFiles::replacesWholly()
{
    const QString path = m_folder.filePath(QStringLiteral("file"));
    const QByteArray binary("a\0b\r\n\xff", 6);
    QVERIFY(files::write(path, QByteArray(100'000, 'o')));
    QVERIFY(files::write(path, binary));
    QCOMPARE(*files::read(path, 100), binary);
    QVERIFY(files::write(path, {}));
    QCOMPARE(*files::read(path, 100), QByteArray());
    QCOMPARE(QDir(m_folder.path()).entryList({QStringLiteral("file*")}, QDir::Files).size(),
             1); // nothing is left beside it
}

void TestFiles::readsWithinABound()
{
    const QString path = m_folder.filePath(QStringLiteral("ten"));
    QVERIFY(files::write(path, "0123456789"));
    QCOMPARE(*files::read(path, 10), "0123456789");
    const auto tooLong = files::read(path, 9);
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().kind, Error::Kind::File);
    QVERIFY(tooLong.error().detail.contains(u"9"));
}

void TestFiles::failuresAreTold()
{
    const QString path = m_folder.filePath(QStringLiteral("plain"));
    QVERIFY(files::write(path, "x"));
    const auto below = files::makePrivateDirectory(path + QStringLiteral("/below"));
    QVERIFY(!below);
    QCOMPARE(below.error().kind, Error::Kind::Storage);
    QVERIFY2(below.error().detail.contains(qt_error_string(ENOTDIR)), qPrintable(below.error().detail));
    const auto absent = files::read(m_folder.filePath(QStringLiteral("absent")), 10);
    QVERIFY(!absent);
    QCOMPARE(absent.error().kind, Error::Kind::File);
    QVERIFY(!files::read(m_folder.path(), 10)); // a folder
    QVERIFY(!files::makePrivate(m_folder.filePath(QStringLiteral("absent"))));
    const auto nowhere = files::write(m_folder.filePath(QStringLiteral("no/such/folder")), "x");
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().kind, Error::Kind::Storage);
    QVERIFY(!files::write(QStringLiteral("/dev/full/x"), "x"));
}

ROOM_TEST(TestFiles, QCoreApplication)
#include "test_files.moc"

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
    QCOMPARE(chmod(QFile::encodeName(path).constData(), 0777), 0);
    QVERIFY(files::makePrivateDirectory(path));
    QCOMPARE(modeOf(path), 0700);
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

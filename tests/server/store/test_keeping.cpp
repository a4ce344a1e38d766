// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

#include <QDirIterator>
#include <QProcess>

using namespace place;

//! What the server keeps, and what it does not.
class TestKeeping : public QObject
{
    Q_OBJECT

private slots:
    void filesArePrivate();
    void damagedPagesAreNotWritten();
    void oneServerPerFolder();
    void strangeFilesAreRefused_data();
    void strangeFilesAreRefused();
    void fullDisk();
};

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

// Where pages are damaged, what can be read is served, and nothing is written.
void TestKeeping::damagedPagesAreNotWritten()
{
    Place place;
    const QString group = place.newGroup();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(place.enrol(group, QString::number(i), enrolSpeech(i)).code(), 0);
    place.stop();
    QFile file(place.database());
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(4096)); // where pages are moved to and from
    file.write(QByteArray(4096, '\x5a'));
    file.close();
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray before = file.readAll();
    place.start();
    QCOMPARE(ask(place.port(), "GET", groupPath(group, "/features")).items().size(), 3);
    QCOMPARE(place.identify(group, testSpeech(0)).items("feature_score_list").size(), 3);
    const Reply refused = askJson(place.port(), "POST", groupsPath, {{u"name"_qs, u"New"_qs}});
    QCOMPARE(refused.status, 507);
    QVERIFY2(refused.words().contains(u"damaged"), qPrintable(refused.words()));
    QCOMPARE(ask(place.port(), "DELETE", groupPath(group)).status, 507);
    place.stop();
    QVERIFY(file.seek(0));
    QCOMPARE(file.readAll(), before);
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
    QTest::newRow("garbage") << QByteArray("garbage")
                             << QStringLiteral("not a database of Voiceprint Studio");
    QTest::newRow("empty") << QByteArray("empty") << QStringLiteral("not a database of Voiceprint Studio");
    QTest::newRow("newer") << QByteArray("newer") << QStringLiteral("newer version");
    QTest::newRow("of something else")
        << QByteArray("foreign") << QStringLiteral("not a database of Voiceprint Studio");
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
        QFile file(place.database());
        QVERIFY(
            file.open(what == "empty" ? QIODevice::WriteOnly | QIODevice::Truncate : QIODevice::ReadWrite));
        file.write(QByteArray(what == "empty" ? 0 : 4096, 'x'));
    }
    QFile file(place.database());
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

ROOM_TEST(TestKeeping, QCoreApplication)
#include "test_keeping.moc"

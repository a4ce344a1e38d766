// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/place.h"

#include "runner.h"
#include "server/store/store.h"

#include <QElapsedTimer>

using namespace place;

//! What is deleted or changed cannot be read any more, anywhere in the data directory.
class TestDeletion : public QObject
{
    Q_OBJECT

private slots:
    void deletedIsGone_data();
    void deletedIsGone();
    void deletedBesideAReaderIsGoneSoon();
    void changedWordsAreGone();
};

void TestDeletion::deletedIsGone_data()
{
    QTest::addColumn<QByteArray>("how");
    QTest::newRow("voiceprint") << QByteArray("voiceprint");
    QTest::newRow("group") << QByteArray("group");
    QTest::newRow("replaced audio") << QByteArray("replace");
}

void TestDeletion::deletedIsGone()
{
    QFETCH(QByteArray, how);
    Place place;
    const QString group = place.newGroup();
    const QByteArray marker = "NotToBeFoundAfterwards!!";
    QByteArray pcm = pcmOf(enrolSpeech(0));
    for (qsizetype at = 20'000; at + marker.size() < pcm.size(); at += 40'000)
        pcm.replace(at, marker.size(), marker);
    const QString name = QStringLiteral("Marigold Featherstonehaugh");
    QCOMPARE(place.enrol(group, QStringLiteral("Other"), enrolSpeech(1)).code(), 0);
    const Reply made = place.enrol(group, name, wav(pcm));
    QCOMPARE(made.code(), 0);
    QCOMPARE(place.enrol(group, QStringLiteral("Last"), enrolSpeech(2)).code(), 0);
    const QString data = place.folder.filePath(QStringLiteral("data"));
    QVERIFY(everything(data).contains(marker));
    QVERIFY(everything(data).contains(name.toUtf8()));

    const QByteArray path = groupPath(group, "/features/") + made.id().toLatin1();
    if (how == "voiceprint")
        QCOMPARE(ask(place.port(), "DELETE", path).code(), 0);
    else if (how == "group")
        QCOMPARE(ask(place.port(), "DELETE", groupPath(group)).code(), 0);
    else
        QCOMPARE(
            askForm(place.port(), "PUT", path, {{"name", "x"}, {"file", enrolSpeech(3), "b.wav"}}).code(), 0);
    QVERIFY(!everything(data).contains(marker));
    QVERIFY(!everything(data).contains(name.toUtf8()));
    place.stop();
    QVERIFY(!everything(data).contains(marker));
}

void TestDeletion::deletedBesideAReaderIsGoneSoon()
{
    Place place;
    const QByteArray marker = "NotToBeFoundAfterwards!!";
    QByteArray pcm = pcmOf(enrolSpeech(0));
    pcm.replace(20'000, marker.size(), marker);
    const QString group = place.newGroup();
    QCOMPARE(place.enrol(group, QStringLiteral("A"), wav(pcm)).code(), 0);
    auto reader =
        sqlite::Database::openToRead(place.database(), server::ServerDatabase::schema()); // such as a backup
    QVERIFY(reader && reader->execute("BEGIN; SELECT * FROM groups"));
    constexpr qint64 patience = 5000; // ms, that nobody may wait for the reader
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(ask(place.port(), "DELETE", groupPath(group)).code(), 0);
    QVERIFY2(timer.elapsed() < patience, QByteArray::number(timer.elapsed()).constData());
    const QString data = place.folder.filePath(QStringLiteral("data"));
    QVERIFY(everything(data).contains(marker));
    QVERIFY(reader->execute("COMMIT"));
    QTRY_VERIFY_WITH_TIMEOUT(!everything(data).contains(marker), 20'000);
}

void TestDeletion::changedWordsAreGone()
{
    Place place;
    const QString group = place.newGroup(QStringLiteral("Featherstonehaugh"));
    const QString person = askForm(place.port(), "POST", groupPath(group, "/features"),
                                   {{"file", enrolSpeech(0)}, {"name", "Marigold"}, {"desc", "owes me 300"}})
                               .id();
    const QByteArray path = groupPath(group, "/features/") + person.toLatin1();
    QCOMPARE(askJson(place.port(), "PUT", groupPath(group), {{u"name"_qs, u"B"_qs}}).code(), 0);
    QCOMPARE(askForm(place.port(), "PUT", path, {{"name", "C"}, {"desc", ""}}).code(), 0);
    for (const char *old : {"Featherstonehaugh", "Marigold", "owes me 300"})
        QVERIFY2(!everything(place.folder.filePath(u"data"_qs)).contains(old), old);
}

ROOM_TEST(TestDeletion, QCoreApplication)
#include "test_deletion.moc"

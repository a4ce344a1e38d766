// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

using namespace place;

//! The voiceprints of a group, with synthesised speakers.
class TestVoiceprints : public QObject
{
    Q_OBJECT

private slots:
    void voiceprintHasEveryField();
    void audioIsServedInRanges_data();
    void audioIsServedInRanges();
    void rangesAreForGetAlone();
    void updateIsPartial();
    void updateChecksTheGroup();
    void tenAreEnough();
    void groupTakesItsVoiceprintsAlong();

private:
    static QJsonArray list(const Place &place, const QString &group)
    {
        return ask(place.port(), "GET", groupPath(group, "/features")).items();
    }
    static QByteArray pathOf(const QString &group, const QString &voiceprint, const char *rest = "")
    {
        return groupPath(group, "/features/") + voiceprint.toLatin1() + rest;
    }
};

void TestVoiceprints::voiceprintHasEveryField()
{
    Place place;
    const QString group = place.newGroup();
    const Reply made = askForm(
        place.port(), "POST", groupPath(group, "/features"),
        {{"desc", "likes tea"}, {"name", "Zoë 佐伊"}, {"file", enrolSpeech(0), "a.wav", "audio/wav"}});
    QCOMPARE(made.code(), 0);
    QVERIFY(made.id().toLongLong() > (qint64(1) << 53));
    const Reply reply = ask(place.port(), "GET", groupPath(group, "/features"));
    QCOMPARE(reply.data().value(u"total").toInteger(), 1);
    const QJsonObject voiceprint = reply.items().first().toObject();
    QCOMPARE(voiceprint.keys(),
             QStringList({u"audio_url"_qs, u"created_at"_qs, u"desc"_qs, u"group_id"_qs, u"icon_url"_qs,
                          u"id"_qs, u"name"_qs, u"updated_at"_qs, u"user_info"_qs}));
    QCOMPARE(voiceprint.value(u"id").toString(), made.id());
    QCOMPARE(voiceprint.value(u"group_id").toString(), group);
    QCOMPARE(voiceprint.value(u"name").toString(), u"Zoë 佐伊"_qs);
    QCOMPARE(voiceprint.value(u"desc").toString(), u"likes tea"_qs);
    const QUrl audio(voiceprint.value(u"audio_url").toString());
    QCOMPARE(audio.host(), u"127.0.0.1"_qs);
    QCOMPARE(audio.port(), int(place.port()));
    QCOMPARE(
        ask(place.port(), "GET", groupsPath).items().first().toObject().value(u"feature_count").toInteger(),
        1);

    const Reply sound = ask(place.port(), "GET", audio.path().toLatin1());
    QCOMPARE(sound.status, 200);
    QCOMPARE(sound.headers.value("content-type"), "audio/wav");
    QCOMPARE(sound.body, enrolSpeech(0)); // to the byte
    const Reply stranger =
        ask(place.port(), "GET", audio.path().toLatin1(), {}, {}, "Authorization: Bearer no\r\n");
    QCOMPARE(stranger.status, 401);
    QCOMPARE(stranger.code(), 4100);
}

void TestVoiceprints::audioIsServedInRanges_data()
{
    QTest::addColumn<QByteArray>("range");
    QTest::addColumn<int>("status");
    QTest::addColumn<qint64>("first");
    QTest::addColumn<qint64>("size"); // -1: to the end
    QTest::newRow("first") << QByteArray("bytes=0-3") << 206 << qint64(0) << qint64(4);
    QTest::newRow("middle") << QByteArray("bytes=1000-1999") << 206 << qint64(1000) << qint64(1000);
    QTest::newRow("open") << QByteArray("bytes=44-") << 206 << qint64(44) << qint64(-1);
    QTest::newRow("beyond the end") << QByteArray("bytes=44-99999999") << 206 << qint64(44) << qint64(-1);
    QTest::newRow("all") << QByteArray("bytes=0-") << 206 << qint64(0) << qint64(-1);
    QTest::newRow("after the end") << QByteArray("bytes=99999999-") << 416 << qint64(0) << qint64(0);
    QTest::newRow("none of the end") << QByteArray("bytes=-0") << 416 << qint64(0) << qint64(0);
    for (const char *odd : {"bytes=5-2", "bytes=a-b", "bytes=", "lines=1-2", "bytes=0-1,4-5", "bytes=--5",
                            "bytes=9999999999999999999-"})
        QTest::newRow(odd) << QByteArray(odd) << 200 << qint64(0) << qint64(-1);
}

void TestVoiceprints::audioIsServedInRanges()
{
    QFETCH(QByteArray, range);
    QFETCH(int, status);
    QFETCH(qint64, first);
    QFETCH(qint64, size);
    Place place;
    const QString group = place.newGroup();
    const QByteArray wav = enrolSpeech(0);
    const QByteArray path = pathOf(group, place.enrol(group, u"A"_qs, wav).id(), "/audio");
    const Reply reply = ask(place.port(), "GET", path, {}, {}, "Range: " + range + "\r\n");
    QCOMPARE(reply.status, status);
    if (status == 416) {
        QCOMPARE(reply.headers.value("content-range"), "bytes */" + QByteArray::number(wav.size()));
        return;
    }
    QCOMPARE(reply.body, wav.mid(first, size));
    if (status == 206)
        QCOMPARE(reply.headers.value("content-range"), "bytes " + QByteArray::number(first) + '-' +
                                                           QByteArray::number(first + reply.body.size() - 1) +
                                                           '/' + QByteArray::number(wav.size()));
    const Reply head = ask(place.port(), "HEAD", path);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.headers.value("content-length").toLongLong(), wav.size());
    const Reply tail = ask(place.port(), "GET", path, {}, {}, "Range: bytes=-100\r\n");
    QCOMPARE(tail.body, wav.last(100));
}

void TestVoiceprints::rangesAreForGetAlone()
{
    Place place;
    const QString group = place.newGroup();
    const QByteArray path = pathOf(group, place.enrol(group, u"A"_qs, enrolSpeech(0)).id(), "/audio");
    QCOMPARE(ask(place.port(), "HEAD", path, {}, {}, authorization() + "Range: bytes=0-3\r\n").status, 200);
    // What it was read from may be another recording by now.
    QCOMPARE(ask(place.port(), "GET", path, {}, {}, "Range: bytes=0-3\r\nIf-Range: \"x\"\r\n").body,
             enrolSpeech(0));
    QCOMPARE(ask(place.port(), "GET", path, {}, {}, "Range: Bytes=0-3\r\n").body, "RIFF");
}

void TestVoiceprints::updateIsPartial()
{
    Place place;
    const QString group = place.newGroup();
    const QString id = askForm(place.port(), "POST", groupPath(group, "/features"),
                               {{"file", enrolSpeech(0), "a.wav"}, {"name", "Ann"}, {"desc", "old"}})
                           .id();
    const auto now = [&]() -> QString {
        const QJsonObject voiceprint = list(place, group).first().toObject();
        return voiceprint.value(u"name").toString() + u'/' + voiceprint.value(u"desc").toString();
    };
    const QByteArray path = pathOf(group, id);
    QCOMPARE(askForm(place.port(), "PUT", path, {{"name", "Bea"}}).code(), 0);
    QCOMPARE(now(), u"Bea/old"_qs);
    QCOMPARE(askForm(place.port(), "PUT", path, {{"desc", ""}}).code(), 0);
    QCOMPARE(now(), u"Bea/"_qs);
    QCOMPARE(askForm(place.port(), "PUT", path, {{"name", ""}}).code(), 4000);
    QCOMPARE(askForm(place.port(), "PUT", path, {{"name", "\xff\xfe"}}).code(), 4000);
    QCOMPARE(now(), u"Bea/"_qs);
    // A replacement that is refused changes nothing, not even the name beside it.
    QCOMPARE(askForm(place.port(), "PUT", path, {{"name", "Eve"}, {"file", wav(silence(5)), "s.wav"}}).code(),
             4304);
    QCOMPARE(now(), u"Bea/"_qs);
    QCOMPARE(ask(place.port(), "GET", pathOf(group, id, "/audio")).body, enrolSpeech(0));
    QCOMPARE(askForm(place.port(), "PUT", path, {{"file", enrolSpeech(1), "b.wav"}}).code(), 0);
    QCOMPARE(ask(place.port(), "GET", pathOf(group, id, "/audio")).body, enrolSpeech(1));
    QCOMPARE(now(), u"Bea/"_qs);
}

void TestVoiceprints::updateChecksTheGroup()
{
    Place place;
    const QString mine = place.newGroup();
    const QString other = place.newGroup();
    const QString id = place.enrol(mine, u"Ann"_qs, enrolSpeech(0)).id();
    QCOMPARE(askForm(place.port(), "PUT", pathOf(other, id), {{"name", "Eve"}}).code(), 4200);
    QCOMPARE(ask(place.port(), "DELETE", pathOf(other, id)).code(), 4200);
    QCOMPARE(ask(place.port(), "GET", pathOf(other, id, "/audio")).code(), 4200);
    QCOMPARE(list(place, mine).first().toObject().value(u"name").toString(), u"Ann"_qs);
    QCOMPARE(ask(place.port(), "DELETE", pathOf(mine, id)).code(), 0);
    QCOMPARE(list(place, mine).size(), 0);
    QCOMPARE(ask(place.port(), "DELETE", pathOf(mine, id)).status, 404);
}

void TestVoiceprints::tenAreEnough()
{
    Place place;
    const QString group = place.newGroup();
    for (int i = 0; i < 10; ++i)
        QCOMPARE(place.enrol(group, QString::number(i), enrolSpeech(0)).code(), 0);
    const Reply more = place.enrol(group, u"11"_qs, enrolSpeech(0));
    QCOMPARE(more.code(), 4000);
    QVERIFY(more.words().contains(u"10"));
    const Reply page = ask(place.port(), "GET", groupPath(group, "/features?page_size=4&page_num=3"));
    QCOMPARE(page.items().size(), 2);
    QCOMPARE(page.data().value(u"total").toInteger(), 10);
    QCOMPARE(page.items().first().toObject().value(u"name").toString(), u"8"_qs); // in the order of enrolment
}

void TestVoiceprints::groupTakesItsVoiceprintsAlong()
{
    Place place;
    const QString group = place.newGroup();
    const QString id = place.enrol(group, u"A"_qs, enrolSpeech(0)).id();
    QCOMPARE(place.identify(group, testSpeech(0)).code(), 0);
    QCOMPARE(ask(place.port(), "DELETE", groupPath(group)).code(), 0);
    QCOMPARE(place.identify(group, testSpeech(0)).code(), 4200);
    QCOMPARE(ask(place.port(), "GET", pathOf(group, id, "/audio")).code(), 4200);
}

ROOM_TEST(TestVoiceprints, QCoreApplication)
#include "test_voiceprints.moc"

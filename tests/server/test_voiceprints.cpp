// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/wire.h"
#include "server/place.h"

#include <QTest>

using namespace place;

//! Voiceprints and identification, with synthesised speakers.
class TestVoiceprints : public QObject
{
    Q_OBJECT

private slots:
    void voiceprintHasEveryField();
    void audioIsServedInRanges_data();
    void audioIsServedInRanges();
    void updateIsPartial();
    void updateChecksTheGroup();
    void tenAreEnough();
    void badAudio_data();
    void badAudio();
    void pcm_data();
    void pcm();
    void identifyRanks();
    void identifyAnEmptyGroup();
    void topK_data();
    void topK();
    void changesAreSeenAtOnce();
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
    static QStringList ranking(const Reply &reply)
    {
        QStringList names;
        for (const QJsonValue &score : reply.items("feature_score_list"))
            names.append(score.toObject().value(u"feature_name").toString());
        return names;
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

void TestVoiceprints::badAudio_data()
{
    QTest::addColumn<QList<Part>>("parts");
    QTest::addColumn<qint64>("code");
    const Part name{"name", "Ann"};
    const QByteArray good = enrolSpeech(0);
    const auto row = [&](const char *title, const QByteArray &content, qint64 code,
                         const QByteArray &fileName = "a.wav") {
        QTest::newRow(title) << QList<Part>{{"file", content, fileName}, name} << code;
    };
    row("good", good, 0);
    row("empty", {}, 4300);
    row("text named wav", QByteArray("this is no sound at all\n").repeated(8000), 4303);
    row("mp3", "ID3\x03" + QByteArray(100'000, 'x'), 4303, "a.mp3");
    row("flac", "fLaC" + QByteArray(100'000, 'x'), 4303, "a");
    row("header only", good.first(44), 4304);
    row("header cut", good.first(20), 4304);
    row("shorter than it says", good.first(good.size() / 2), 4304);
    row("odd pcm", pcmOf(good) + 'x', 4304, "a.pcm");
    row("one sample a second", wav(pcmOf(good), 1), 4304); // gigabytes at 16 kHz
    row("silence", wav(silence(10)), 4304);
    row("two seconds", wav(pcmOf(good).first(64'000)), 4304);
    row("4 MiB and a byte", good + QByteArray(wire::maxFileBytes + 1 - good.size(), '\0'), 4302);
    row("5 MB", good + QByteArray(5'000'000 - good.size(), '\0'), 4302);
    row("exactly 4 MiB", wav(pcmOf(good) + QByteArray(wire::maxFileBytes - 44 - pcmOf(good).size(), '\0')),
        0);
    QTest::newRow("no file") << QList<Part>{name} << qint64(4300);
    QTest::newRow("two files") << QList<Part>{{"file", good, "a.wav"}, {"file", good, "b.wav"}, name}
                               << qint64(4301);
    QTest::newRow("no name") << QList<Part>{{"file", good, "a.wav"}} << qint64(4000);
    QTest::newRow("blank name") << QList<Part>{{"file", good, "a.wav"}, {"name", " "}} << qint64(4000);
    QTest::newRow("long name") << QList<Part>{{"file", good, "a.wav"}, {"name", QByteArray(20'000, 'n')}}
                               << qint64(4000);
    QTest::newRow("latin-1 name") << QList<Part>{{"file", good, "a.wav"}, {"name", "Zo\xeb"}} << qint64(4000);
}

void TestVoiceprints::badAudio()
{
    QFETCH(QList<Part>, parts);
    QFETCH(qint64, code);
    Place place;
    const QString group = place.newGroup();
    const Reply reply = askForm(place.port(), "POST", groupPath(group, "/features"), parts);
    QCOMPARE(reply.code(), code);
    QCOMPARE(reply.status, code == 0 ? 200 : code == 4302 ? 413 : 400);
    QCOMPARE(reply.words().isEmpty(), code == 0);
    QCOMPARE(list(place, group).size(), code ? 0 : 1);
    if (reply.words().startsWith(u"too little speech"))
        QVERIFY2(reply.words().contains(u"3.0 s needed"), qPrintable(reply.words()));
}

void TestVoiceprints::pcm_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QList<Part>>("more");
    QTest::addColumn<qint64>("code");
    QTest::addColumn<QByteArray>("kept");
    const QByteArray pcm = pcmOf(enrolSpeech(0));
    QTest::newRow("defaults") << pcm << QList<Part>{} << qint64(0) << wav(pcm);
    QTest::newRow("said") << pcm << QList<Part>{{"sample_rate", "16000"}, {"channel", "1"}} << qint64(0)
                          << wav(pcm);
    QTest::newRow("stereo at 8 kHz") << pcm << QList<Part>{{"channel", "2"}, {"sample_rate", "8000"}}
                                     << qint64(0) << wav(pcm, 8000, 2);
    const QByteArray file = enrolSpeech(0);
    QTest::newRow("the header wins") << file << QList<Part>{{"sample_rate", "48000"}, {"channel", "2"}}
                                     << qint64(0) << file;
    for (const char *bad : {"", "x", "-1", "0", "1e4", "16000.0", "7999", "192001", "99999999999"})
        QTest::addRow("rate '%s'", bad)
            << pcm << QList<Part>{{"sample_rate", bad}} << qint64(4000) << QByteArray();
    for (const char *bad : {"", "x", "0", "9", "-1"})
        QTest::addRow("channel '%s'", bad)
            << pcm << QList<Part>{{"channel", bad}} << qint64(4000) << QByteArray();
    QTest::newRow("nonsense beside wav")
        << file << QList<Part>{{"sample_rate", "x"}} << qint64(4000) << QByteArray();
}

void TestVoiceprints::pcm()
{
    QFETCH(QByteArray, content);
    QFETCH(QList<Part>, more);
    QFETCH(qint64, code);
    QFETCH(QByteArray, kept);
    Place place;
    const QString group = place.newGroup();
    const Reply reply =
        askForm(place.port(), "POST", groupPath(group, "/features"),
                more + QList<Part>{{"file", content, "a.pcm", "application/octet-stream"}, {"name", "Ann"}});
    QCOMPARE(reply.code(), code);
    if (code == 0)
        QCOMPARE(ask(place.port(), "GET", pathOf(group, reply.id(), "/audio")).body, kept);
}

void TestVoiceprints::identifyRanks()
{
    Place place;
    const QString group = place.newGroup();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(place.enrol(group, QString::number(i), enrolSpeech(i)).code(), 0);
    double worstHit = 100;
    for (int i = 0; i < 3; ++i) {
        const Reply reply = place.identify(group, testSpeech(i));
        const QJsonArray scores = reply.items("feature_score_list");
        QCOMPARE(scores.size(), 3);
        QCOMPARE(ranking(reply).first(), QString::number(i));
        double last = 100;
        for (const QJsonValue &score : scores) {
            const double value = score.toObject().value(u"score").toDouble(-1);
            QVERIFY(value >= 0 && value <= last);
            last = value;
            QVERIFY(score.toObject().value(u"feature_id").isString());
            QVERIFY(score.toObject().value(u"feature_desc").isString());
        }
        worstHit = std::min(worstHit, scores.first().toObject().value(u"score").toDouble());
        // The same clip gives the same scores, whichever way it comes.
        QCOMPARE(place.identify(group, testSpeech(i)).items("feature_score_list"), scores);
        QCOMPARE(askForm(place.port(), "POST", groupPath(group, "/speaker_identify"),
                         {{"file", pcmOf(testSpeech(i))}})
                     .items("feature_score_list"),
                 scores);
    }
    const Reply stranger = place.identify(group, testSpeech(3));
    QVERIFY(stranger.items("feature_score_list").first().toObject().value(u"score").toDouble() < worstHit);
    const Reply none = place.identify(group, wav(silence(4)));
    QCOMPARE(none.code(), 4304);
    QVERIFY2(none.words().contains(u"0.0 s found") && none.words().contains(u"1.0 s needed"),
             qPrintable(none.words()));
}

void TestVoiceprints::identifyAnEmptyGroup()
{
    Place place;
    const QString group = place.newGroup();
    const Reply reply = place.identify(group, testSpeech(0));
    QCOMPARE(reply.code(), 0);
    QVERIFY(reply.data().value(u"feature_score_list").isArray());
    QCOMPARE(reply.items("feature_score_list").size(), 0);
    QCOMPARE(place.identify(group, testSpeech(0), {{"top_k", "5"}}).code(), 0);
    QCOMPARE(place.identify(group, "RIFF").code(), 4303);
    QCOMPARE(place.identify(group, testSpeech(0).first(1000)).code(), 4304);
    QCOMPARE(askForm(place.port(), "POST", groupPath(group, "/speaker_identify"), {{"top_k", "1"}}).code(),
             4300);
}

void TestVoiceprints::topK_data()
{
    QTest::addColumn<QByteArray>("top");
    QTest::addColumn<qint64>("code");
    QTest::addColumn<int>("count");
    QTest::newRow("1") << QByteArray("1") << qint64(0) << 1;
    QTest::newRow("2") << QByteArray("2") << qint64(0) << 2;
    QTest::newRow("more than there are") << QByteArray("50") << qint64(0) << 2;
    QTest::newRow("0") << QByteArray("0") << qint64(0) << 1;
    for (const char *bad : {"", "-1", "x", "1.5", "99999999999"})
        QTest::addRow("'%s'", bad) << QByteArray(bad) << qint64(4000) << 0;
}

void TestVoiceprints::topK()
{
    QFETCH(QByteArray, top);
    QFETCH(qint64, code);
    QFETCH(int, count);
    Place place;
    const QString group = place.newGroup();
    place.enrol(group, u"A"_qs, enrolSpeech(0));
    place.enrol(group, u"B"_qs, enrolSpeech(1));
    const Reply reply = place.identify(group, testSpeech(1), {{"top_k", top}});
    QCOMPARE(reply.code(), code);
    QCOMPARE(reply.items("feature_score_list").size(), count);
    if (count > 0)
        QCOMPARE(ranking(reply).first(), u"B"_qs);
}

void TestVoiceprints::changesAreSeenAtOnce()
{
    Place place;
    const QString group = place.newGroup();
    const QString id = place.enrol(group, u"A"_qs, enrolSpeech(0)).id();
    QCOMPARE(ranking(place.identify(group, testSpeech(1))), QStringList{u"A"_qs});
    place.enrol(group, u"B"_qs, enrolSpeech(1));
    QCOMPARE(ranking(place.identify(group, testSpeech(1))), QStringList({u"B"_qs, u"A"_qs}));
    QCOMPARE(
        askForm(place.port(), "PUT", pathOf(group, id), {{"name", "A2"}, {"file", enrolSpeech(2), "c.wav"}})
            .code(),
        0);
    QCOMPARE(ranking(place.identify(group, testSpeech(2))), QStringList({u"A2"_qs, u"B"_qs}));
    QCOMPARE(ask(place.port(), "DELETE", pathOf(group, id)).code(), 0);
    QCOMPARE(ranking(place.identify(group, testSpeech(2))), QStringList{u"B"_qs});
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

QTEST_GUILESS_MAIN(TestVoiceprints)
#include "test_voiceprints.moc"

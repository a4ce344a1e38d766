// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

using namespace place;

//! Who is speaking.
class TestIdentify : public QObject
{
    Q_OBJECT

private slots:
    void identifyRanks();
    void identifyAnEmptyGroup();
    void topK_data();
    void topK();
    void changesAreSeenAtOnce();

private:
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

void TestIdentify::identifyRanks()
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

void TestIdentify::identifyAnEmptyGroup()
{
    Place place;
    const QString group = place.newGroup();
    const Reply reply = place.identify(group, testSpeech(0));
    QCOMPARE(reply.code(), 0);
    QVERIFY(reply.data().value(u"feature_score_list").isArray());
    QCOMPARE(reply.items("feature_score_list").size(), 0);
    QCOMPARE(place.identify(group, testSpeech(0), {{"top_k", "5"}}).code(), 0);
    QCOMPARE(place.identify(group, "RIFF").code(), 4303);
    QCOMPARE(place.identify(group, testSpeech(0).first(30)).code(), 4304);
    QCOMPARE(askForm(place.port(), "POST", groupPath(group, "/speaker_identify"), {{"top_k", "1"}}).code(),
             4300);
}

void TestIdentify::topK_data()
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

void TestIdentify::topK()
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

void TestIdentify::changesAreSeenAtOnce()
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

ROOM_TEST(TestIdentify, QCoreApplication)
#include "test_identify.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

#include <sqlite3.h>

using namespace place;

//! Voiceprints of another engine, and damaged ones, are computed anew from their audio.
class TestRenewal : public QObject
{
    Q_OBJECT

private slots:
    void anotherEnginesStatisticsAreRenewed();
    void renewalGoesOnInTheBackground();
    void damagedAudioSparesTheOthers();
};

// The number that a query gives, also beside a running server.
static int count(const Place &place, const QString &sql)
{
    sqlite3 *database = nullptr;
    sqlite3_open(place.folder.filePath(QStringLiteral("data/server.db")).toUtf8().constData(), &database);
    sqlite3_busy_timeout(database, 5000);
    sqlite3_stmt *query = nullptr;
    sqlite3_prepare_v2(database, sql.toUtf8().constData(), -1, &query, nullptr);
    const int number = sqlite3_step(query) == SQLITE_ROW ? sqlite3_column_int(query, 0) : -1;
    sqlite3_finalize(query);
    sqlite3_close(database);
    return number;
}

void TestRenewal::anotherEnginesStatisticsAreRenewed()
{
    Place place;
    const QString group = place.newGroup();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(place.enrol(group, QString::number(i), enrolSpeech(i)).code(), 0);
    const QJsonArray list = ask(place.port(), "GET", groupPath(group, "/features")).items();
    const QJsonArray right = place.identify(group, testSpeech(1)).items("feature_score_list");
    place.stop();
    // An older engine, statistics that are damaged, and everybody's statistics swapped by another engine.
    tamper(place, QStringLiteral("UPDATE voiceprints SET engine = CAST('older' AS BLOB) WHERE name = '0';"
                                 "UPDATE voiceprints SET statistics = x'00ff' WHERE name = '1';"
                                 "UPDATE voiceprints SET engine = CAST('older' AS BLOB), statistics ="
                                 " (SELECT statistics FROM voiceprints WHERE name = '0') WHERE name = '2';"));
    place.start();
    QCOMPARE(place.identify(group, testSpeech(1)).items("feature_score_list").size(), 3);
    for (qsizetype i = 0; i < 3; ++i) {
        const auto now = place.identify(group, testSpeech(1)).items("feature_score_list");
        QCOMPARE(now[i].toObject().value(u"feature_id"), right[i].toObject().value(u"feature_id"));
        QCOMPARE(now[i].toObject().value(u"score"), right[i].toObject().value(u"score"));
    }
    // Nothing else has changed, the times neither (the port has).
    const QJsonArray after = ask(place.port(), "GET", groupPath(group, "/features")).items();
    for (qsizetype i = 0; i < 3; ++i)
        QCOMPARE(after[i].toObject().value(u"updated_at"), list[i].toObject().value(u"updated_at"));
    place.stop();
    QVERIFY(!everything(place.folder.path()).contains("older"));
}

void TestRenewal::renewalGoesOnInTheBackground()
{
    Place place;
    QStringList groups;
    for (int i = 0; i < 4; ++i) {
        groups << place.newGroup(QString::number(i));
        for (int member = 0; member < 3; ++member)
            QCOMPARE(place.enrol(groups.last(), QString::number(member), enrolSpeech(member)).code(), 0);
    }
    const QJsonArray right = place.identify(groups.last(), testSpeech(1)).items("feature_score_list");
    place.stop();
    tamper(place,
           QStringLiteral("UPDATE voiceprints SET engine = CAST('older' AS BLOB), statistics = x'00'"));
    const auto outdated = [&place] {
        return count(place,
                     QStringLiteral("SELECT count(*) FROM voiceprints WHERE engine = CAST('older' AS BLOB)"));
    };
    place.start();
    place.stop(); // in the midst of it
    place.start();
    // Nobody waits for the others: the last group is asked at once.
    const QJsonArray now = place.identify(groups.last(), testSpeech(1)).items("feature_score_list");
    QCOMPARE(now.first().toObject().value(u"score"), right.first().toObject().value(u"score"));
    QTRY_COMPARE_WITH_TIMEOUT(outdated(), 0, 120'000);
    // What was renewed is what enrolment makes.
    for (const QString &group : groups) {
        const QJsonArray scores = place.identify(group, testSpeech(1)).items("feature_score_list");
        QCOMPARE(scores.first().toObject().value(u"score"), right.first().toObject().value(u"score"));
    }
}

void TestRenewal::damagedAudioSparesTheOthers()
{
    Place place;
    const QString group = place.newGroup();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(place.enrol(group, QString::number(i), enrolSpeech(i)).code(), 0);
    place.stop();
    tamper(place,
           QStringLiteral("UPDATE voiceprints SET engine = CAST('older' AS BLOB), wav = x'52494646' WHERE "
                          "name = '0'"));
    place.start();
    const QJsonArray scores = place.identify(group, testSpeech(1)).items("feature_score_list");
    QCOMPARE(scores.size(), 3);
    QCOMPARE(scores.first().toObject().value(u"feature_name").toString(), QStringLiteral("1"));
    QCOMPARE(scores.last().toObject().value(u"feature_name").toString(), QStringLiteral("0"));
    QCOMPARE(scores.last().toObject().value(u"score").toDouble(), 0.0);
}

ROOM_TEST(TestRenewal, QCoreApplication)
#include "test_renewal.moc"

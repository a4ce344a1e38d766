// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/group.h"
#include "api/voice.h"
#include "api/voiceprint.h"
#include "runner.h"

#include <QFile>
#include <QJsonDocument>

using namespace api;

namespace {

// `data` of a documented answer.
QJsonValue sample(const char *name)
{
    QFile file(QStringLiteral(TEST_DATA "/%1.json").arg(QLatin1String(name)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no sample %s", name);
    QJsonParseError error;
    const QJsonObject envelope = QJsonDocument::fromJson(file.readAll(), &error).object();
    if (error.error != QJsonParseError::NoError)
        qFatal("%s: %s", name, qPrintable(error.errorString()));
    return envelope.value(QLatin1String("data"));
}

QJsonValue json(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson("[" + text + "]");
    if (!document.isArray())
        qFatal("no JSON: %s", text.constData());
    return document.array().first();
}

} // namespace

class RecordsTest : public QObject
{
    Q_OBJECT
private slots:
    void created();
    void groups();
    void voiceprints();
    void matches();
    void voices();
    void ids_data();
    void ids();
    void times_data();
    void times();
    void emptyLists_data();
    void emptyLists();
    void brokenLists_data();
    void brokenLists();
    void bareRecords();
    void listEnds();
    void brokenMatches_data();
    void brokenMatches();
};

void RecordsTest::created()
{
    const Result<Created> group = Created::fromJson(sample("create-group"));
    QVERIFY(group);
    QCOMPARE(group->id, QStringLiteral("75138649771889***"));
    const Result<Created> print = Created::fromJson(sample("create-voiceprint"));
    QVERIFY(print);
    QCOMPARE(print->id, QStringLiteral("75138652833128***"));
}

void RecordsTest::groups()
{
    const auto page = Page<Group>::fromJson(sample("list-groups"));
    QVERIFY(page);
    QCOMPARE(page->total, 1);
    QVERIFY(!page->more);
    QCOMPARE(page->items.size(), 1);
    const Group &group = page->items.first();
    QCOMPARE(group.id, QStringLiteral("7511988408546279468"));
    QCOMPARE(group.name, QStringLiteral("音箱1的声纹组"));
    QCOMPARE(group.description, QStringLiteral("音箱1的声纹组"));
    QCOMPARE(group.iconUrl, QStringLiteral("https://example.com/icon.png"));
    QCOMPARE(group.creator.id, QStringLiteral("1489185909512345678"));
    QCOMPARE(group.creator.name, QStringLiteral("小王"));
    QCOMPARE(group.creator.nickname, QStringLiteral("小王"));
    QCOMPARE(group.creator.avatarUrl, QStringLiteral("https://example.com/avatar.image"));
    QCOMPARE(group.created.toUTC(), QDateTime(QDate(2025, 6, 4), QTime(7, 25, 40), Qt::UTC));
    QCOMPARE(group.updated.toSecsSinceEpoch(), 1749024396);
    QCOMPARE(group.voiceprints, 3);
}

void RecordsTest::voiceprints()
{
    const auto page = Page<Voiceprint>::fromJson(sample("list-voiceprints"));
    QVERIFY(page);
    QCOMPARE(page->total, 5);
    QCOMPARE(page->items.size(), 1);
    const Voiceprint &print = page->items.first();
    QCOMPARE(print.id, QStringLiteral("751427391012944***"));
    QCOMPARE(print.groupId, QStringLiteral("75143038117378***"));
    QCOMPARE(print.name, QStringLiteral("妈妈"));
    QCOMPARE(print.description, QStringLiteral("妈妈的声纹"));
    QCOMPARE(print.audioUrl, QStringLiteral("https://example.com/audio/751427391012944***.pcm"));
    QVERIFY(print.iconUrl.endsWith(QStringLiteral("feature_icon.png")));
    QCOMPARE(print.creator.id, QStringLiteral("324566624"));
    QCOMPARE(print.created.toMSecsSinceEpoch(), 1714567890123);
    QCOMPARE(print.updated.toMSecsSinceEpoch(), 1714567890223);
}

void RecordsTest::matches()
{
    const Result<Matches> documented = Matches::fromJson(sample("identify-speaker"));
    QVERIFY(documented);
    QCOMPARE(documented->items.size(), 1);
    QCOMPARE(documented->items.first().voiceprintId, QStringLiteral("7513865283312***"));
    QCOMPARE(documented->items.first().name, QStringLiteral("妈妈的声音"));
    QCOMPARE(documented->items.first().description, QStringLiteral("妈妈的声音"));
    QCOMPARE(documented->items.first().score, 23.139079321463843);

    const Result<Matches> bare = Matches::fromJson(json(
        R"([{"score":1,"feature_id":"a"},{"score":"60.5","feature_id":7511988408546279468},{"score":1.0,"feature_id":"b"}])"));
    QVERIFY(bare);
    QStringList order;
    for (const Match &match : bare->items)
        order << match.voiceprintId;
    QCOMPARE(order,
             QStringList({QStringLiteral("7511988408546279468"), QStringLiteral("a"), QStringLiteral("b")}));
    QCOMPARE(bare->items.first().score, 60.5);

    for (const char *nothing :
         {"null", "{}", "[]", R"({"feature_score_list":null})", R"({"feature_score_list":[]})"}) {
        const Result<Matches> none = Matches::fromJson(json(nothing));
        QVERIFY2(none, nothing);
        QVERIFY(none->items.isEmpty());
    }
}

void RecordsTest::voices()
{
    const auto page = Page<Voice>::fromJson(sample("list-voices"));
    QVERIFY(page);
    QVERIFY(!page->total);
    QCOMPARE(page->more, false);
    QCOMPARE(page->items.size(), 1);
    const Voice &voice = page->items.first();
    QCOMPARE(voice.id, QStringLiteral("12344"));
    QCOMPARE(voice.name, QStringLiteral("jay"));
    QVERIFY(!voice.isSystem);
    QCOMPARE(voice.languageCode, QStringLiteral("zh"));
    QCOMPARE(voice.languageName, QStringLiteral("中文"));
    QVERIFY(voice.previewText.startsWith(QStringLiteral("你好")));
    QVERIFY(voice.previewAudio.endsWith(QStringLiteral("x-signature=xu2O6Gp5RvTyJOawqjAfsJZvifc%3D")));
    QCOMPARE(voice.trainingsLeft, 6);
    QCOMPARE(voice.created.toSecsSinceEpoch(), 1729686510);
    QCOMPARE(voice.model, Voice::Model::Big);
    QCOMPARE(voice.state, Voice::State::Unknown);
    QVERIFY(voice.emotions.isEmpty());

    const Result<Voice> full = Voice::fromJson(
        json(R"({"voice_id":5,"is_system_voice":true,"state":"init","model_type":"small","model_name":"m",
        "support_emotions":[{"emotion":"happy","display_name":"开心","emotion_scale_interval":{"max":4.5,"min":2,"default":3}},{"emotion":"sad"}]})"));
    QVERIFY(full);
    QCOMPARE(full->id, QStringLiteral("5"));
    QVERIFY(full->isSystem);
    QCOMPARE(full->state, Voice::State::Init);
    QCOMPARE(full->model, Voice::Model::Small);
    QCOMPARE(full->modelName, QStringLiteral("m"));
    QCOMPARE(full->emotions.size(), 2);
    QCOMPARE(full->emotions.at(0).name, QStringLiteral("开心"));
    QCOMPARE(full->emotions.at(0).minimum, 2);
    QCOMPARE(full->emotions.at(0).maximum, 4.5);
    QCOMPARE(full->emotions.at(0).standard, 3);
    QCOMPARE(full->emotions.at(1).maximum, 5);
}

void RecordsTest::ids_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QString>("expected");
    QTest::newRow("text") << QByteArray(R"("75143")") << QStringLiteral("75143");
    QTest::newRow("number") << QByteArray("75143") << QStringLiteral("75143");
    QTest::newRow("beyond 2^53") << QByteArray("7513864977189000123")
                                 << QStringLiteral("7513864977189000123");
    QTest::newRow("text beyond 2^63")
        << QByteArray(R"("99999999999999999999")") << QStringLiteral("99999999999999999999");
    QTest::newRow("number beyond 2^63") << QByteArray("99999999999999999999") << QString();
    QTest::newRow("fraction") << QByteArray("1.5") << QString();
    QTest::newRow("null") << QByteArray("null") << QString();
    QTest::newRow("empty") << QByteArray(R"("")") << QString();
    QTest::newRow("object") << QByteArray("{}") << QString();
}

void RecordsTest::ids()
{
    QFETCH(QByteArray, id);
    QFETCH(QString, expected);
    const Result<Created> created = Created::fromJson(json("{\"id\":" + id + "}"));
    const auto group = Group::fromJson(json("{\"id\":" + id + "}"));
    QCOMPARE(bool(created), !expected.isEmpty());
    QCOMPARE(bool(group), !expected.isEmpty());
    if (created) {
        QCOMPARE(created->id, expected);
        QCOMPARE(group->id, expected);
    } else {
        QCOMPARE(created.error().kind, Error::Kind::Malformed);
    }
}

void RecordsTest::times_data()
{
    QTest::addColumn<QByteArray>("time");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("seconds") << QByteArray("1749021940") << qint64(1749021940000);
    QTest::newRow("milliseconds") << QByteArray("1714567890123") << qint64(1714567890123);
    QTest::newRow("text") << QByteArray(R"("1749021940")") << qint64(1749021940000);
    QTest::newRow("last second") << QByteArray("99999999999") << qint64(99999999999000);
    QTest::newRow("first millisecond") << QByteArray("100000000000") << qint64(100000000000);
    QTest::newRow("null") << QByteArray("null") << qint64(-1);
    QTest::newRow("zero") << QByteArray("0") << qint64(-1);
    QTest::newRow("word") << QByteArray(R"("soon")") << qint64(-1);
}

void RecordsTest::times()
{
    QFETCH(QByteArray, time);
    QFETCH(qint64, milliseconds);
    const auto group = Group::fromJson(json(R"({"id":"1","created_at":)" + time + "}"));
    QVERIFY(group);
    QCOMPARE(group->created.isValid() ? group->created.toMSecsSinceEpoch() : -1, milliseconds);
}

void RecordsTest::emptyLists_data()
{
    QTest::addColumn<QByteArray>("data");
    for (const char *data : {"null", "{}", R"({"items":null,"total":0})", R"({"items":[]})"})
        QTest::newRow(data) << QByteArray(data);
}

void RecordsTest::emptyLists()
{
    QFETCH(QByteArray, data);
    const auto page = Page<Group>::fromJson(json(data));
    QVERIFY(page);
    QVERIFY(page->items.isEmpty());
    QVERIFY(Page<Group>::fromJson(QJsonValue(QJsonValue::Undefined)));
}

void RecordsTest::brokenLists_data()
{
    QTest::addColumn<QByteArray>("data");
    for (const char *data : {"5", R"("x")", "[]", R"({"items":{}})", R"({"items":"x"})",
                             R"({"items":[{"name":"no id"}]})", R"({"items":[null]})", R"({"items":["x"]})"})
        QTest::newRow(data) << QByteArray(data);
}

void RecordsTest::brokenLists()
{
    QFETCH(QByteArray, data);
    const auto page = Page<Group>::fromJson(json(data));
    QVERIFY(!page);
    QCOMPARE(page.error().kind, Error::Kind::Malformed);
    QVERIFY(!page.error().detail.isEmpty());
}

void RecordsTest::bareRecords()
{
    const auto group = Group::fromJson(
        json(R"({"id":"1","user_info":null,"desc":null,"icon_url":null,"feature_count":"4"})"));
    QVERIFY(group);
    QVERIFY(group->creator.id.isEmpty() && group->description.isEmpty() && group->iconUrl.isEmpty());
    QCOMPARE(group->voiceprints, 4);
    for (const char *count : {"-1", "1e300", "-1e300", "1000001", "4294967299", "\"99999999999999999999\""}) {
        const auto odd = Group::fromJson(json(QByteArray(R"({"id":"1","feature_count":)") + count + '}'));
        QVERIFY(odd);
        QCOMPARE(odd->voiceprints, Group::unknown);
        const auto page = Page<Group>::fromJson(json(QByteArray(R"({"items":[],"total":)") + count + '}'));
        QVERIFY(page);
        QVERIFY(!page->total);
    }
    const auto print = Voiceprint::fromJson(json(R"({"id":"1"})"));
    QVERIFY(print);
    QVERIFY(print->audioUrl.isEmpty() && !print->created.isValid());
    QVERIFY(!Voiceprint::fromJson(json(R"({"name":"x"})")));
    QVERIFY(Voice::fromJson(json(R"({"voice_id":"1","support_emotions":null})")));
    QVERIFY(!Voice::fromJson(json(R"({"id":"1"})")));
}

void RecordsTest::listEnds()
{
    QCOMPARE(Page<Group>::fromJson(json(R"({"items":[],"total":"12"})"))->total, 12);
    QVERIFY(!Page<Group>::fromJson(json(R"({"items":[],"total":null})"))->total);
    QCOMPARE(Page<Voice>::fromJson(json(R"({"voice_list":[],"has_more":true})"))->more, true);
    QVERIFY(!Page<Voice>::fromJson(json(R"({"voice_list":[],"has_more":null})"))->more);
}

void RecordsTest::brokenMatches_data()
{
    QTest::addColumn<QByteArray>("data");
    for (const char *data :
         {"5", R"({"feature_score_list":{}})", R"([{"score":5}])", R"([{"feature_id":"1"}])",
          R"([{"feature_id":"1","score":null}])", R"([{"feature_id":"1","score":"high"}])",
          R"([{"feature_id":"1","score":"nan"}])"})
        QTest::newRow(data) << QByteArray(data);
}

void RecordsTest::brokenMatches()
{
    QFETCH(QByteArray, data);
    const Result<Matches> result = Matches::fromJson(json(data));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, Error::Kind::Malformed);
}

ROOM_TEST(RecordsTest, QCoreApplication)
#include "test_records.moc"

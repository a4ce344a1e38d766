// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/wire.h"
#include "runner.h"
#include "server/place.h"

using namespace place;

//! The four group endpoints, and what holds for every endpoint: token, envelope, unknown paths.
class TestGroups : public QObject
{
    Q_OBJECT

private slots:
    void groupHasEveryField();
    void listPages();
    void listFilters();
    void nameIsAPrefixNotAPattern();
    void updateIsPartial();
    void limits_data();
    void limits();
    void thousandGroupsAreEnough();
    void idsAreNeverReused();
    void writesSurviveARestart();
};

static QJsonObject named(const QString &name)
{
    return {{QStringLiteral("name"), name}};
}

void TestGroups::groupHasEveryField()
{
    Place place;
    const qint64 before = QDateTime::currentSecsSinceEpoch();
    const Reply made = askJson(place.port(), "POST", groupsPath,
                               {{QStringLiteral("name"), QStringLiteral("Zuhause 家")},
                                {QStringLiteral("desc"), QStringLiteral("<b>&")}});
    QCOMPARE(made.status, 200);
    QCOMPARE(made.code(), 0);
    QCOMPARE(made.words(), QString());
    QCOMPARE(made.headers.value("content-type"), "application/json");
    const QString logId = made.json().value(u"detail").toObject().value(u"logid").toString();
    QCOMPARE(logId.size(), 34);
    QCOMPARE(made.headers.value("x-tt-logid"), logId.toLatin1());

    const Reply list = ask(place.port(), "GET", groupsPath);
    QCOMPARE(list.items().size(), 1);
    QCOMPARE(list.data().value(u"total").toInteger(-1), 1);
    const QJsonObject group = list.items().first().toObject();
    QCOMPARE(group.keys(), QStringList({u"created_at"_qs, u"desc"_qs, u"feature_count"_qs, u"icon_url"_qs,
                                        u"id"_qs, u"name"_qs, u"updated_at"_qs, u"user_info"_qs}));
    QCOMPARE(group.value(u"id").toString(), made.id());
    QVERIFY(made.id().toLongLong() > (qint64(1) << 53));
    QCOMPARE(group.value(u"name").toString(), u"Zuhause 家"_qs);
    QCOMPARE(group.value(u"desc").toString(), u"<b>&"_qs);
    QVERIFY(group.value(u"created_at").toInteger() >= before);
    QVERIFY(group.value(u"created_at").toInteger() <= QDateTime::currentSecsSinceEpoch());
    for (const char *key : {"id", "name", "nickname", "avatar_url"})
        QVERIFY2(group.value(u"user_info").toObject().value(QLatin1String(key)).isString(), key);
}

void TestGroups::listPages()
{
    Place place;
    QStringList made;
    for (int i = 0; i < 12; ++i)
        made.prepend(place.newGroup(QString::number(i)));
    QStringList seen;
    for (int page = 1; page <= 3; ++page) {
        const Reply list =
            ask(place.port(), "GET", groupsPath + "?page_size=5&page_num=" + QByteArray::number(page));
        QCOMPARE(list.data().value(u"total").toInteger(), 12);
        QCOMPARE(list.items().size(), page < 3 ? 5 : 2);
        for (const QJsonValue &group : list.items())
            seen.append(group.toObject().value(u"id").toString());
    }
    QCOMPARE(seen, made); // newest first
    const Reply beyond = ask(place.port(), "GET", groupsPath + "?page_size=5&page_num=4");
    QCOMPARE(beyond.code(), 0);
    QVERIFY(beyond.data().value(u"items").isArray());
    QVERIFY(beyond.items().isEmpty());
    QCOMPARE(beyond.data().value(u"total").toInteger(), 12);
    QCOMPARE(ask(place.port(), "GET", groupsPath).items().size(), 10); // the documented default
    QCOMPARE(ask(place.port(), "GET", groupsPath + "?page_num=2147483647&page_size=200").items().size(), 0);
}

void TestGroups::listFilters()
{
    Place place;
    const QString home = place.newGroup(u"Home"_qs);
    const QString office = place.newGroup(u"Office"_qs);
    const auto ids = [&](const QByteArray &query) {
        QStringList found;
        for (const QJsonValue &group : ask(place.port(), "GET", groupsPath + '?' + query).items())
            found.append(group.toObject().value(u"id").toString());
        return found;
    };
    QCOMPARE(ids("group_id=" + office.toLatin1()), QStringList{office});
    QCOMPARE(ids("group_id=99"), QStringList{});
    QCOMPARE(ids("group_id=abc"), QStringList{});
    QCOMPARE(ids("group_id=&user_id=&name="), QStringList({office, home}));
    const QByteArray me = ask(place.port(), "GET", groupsPath)
                              .items()
                              .first()
                              .toObject()
                              .value(u"user_info")
                              .toObject()
                              .value(u"id")
                              .toString()
                              .toLatin1();
    QCOMPARE(ids("user_id=" + me), QStringList({office, home}));
    QCOMPARE(ids("user_id=12345"), QStringList{});
}

void TestGroups::nameIsAPrefixNotAPattern()
{
    Place place;
    for (const QString &name : {u"100% wool"_qs, u"100 sheep"_qs, u"a_b"_qs, u"axb"_qs, u"back\\slash"_qs,
                                u"家里"_qs, u"the 家"_qs})
        place.newGroup(name);
    const auto names = [&](const QByteArray &prefix) {
        QStringList found;
        for (const QJsonValue &group :
             ask(place.port(), "GET", groupsPath + "?name=" + prefix.toPercentEncoding()).items())
            found.append(group.toObject().value(u"name").toString());
        return found;
    };
    QCOMPARE(names("100%"), QStringList{u"100% wool"_qs});
    QCOMPARE(names("a_"), QStringList{u"a_b"_qs});
    QCOMPARE(names("back\\"), QStringList{u"back\\slash"_qs});
    QCOMPARE(names("家"), QStringList{u"家里"_qs});
    QCOMPARE(names("wool"), QStringList{});
    QCOMPARE(names("100 "), QStringList{u"100 sheep"_qs});
    // A plus that was not escaped is a space.
    QCOMPARE(ask(place.port(), "GET", groupsPath + "?name=100+s").items().size(), 1);
}

void TestGroups::updateIsPartial()
{
    Place place;
    const Reply made =
        askJson(place.port(), "POST", groupsPath, {{u"name"_qs, u"Home"_qs}, {u"desc"_qs, u"old"_qs}});
    const auto now = [&]() -> QString {
        const QJsonObject group = ask(place.port(), "GET", groupsPath).items().first().toObject();
        return group.value(u"name").toString() + u'/' + group.value(u"desc").toString();
    };
    const auto change = [&](const QByteArray &body) {
        return ask(place.port(), "PUT", groupPath(made.id()), body, "application/json; charset=utf-8").code();
    };
    QCOMPARE(change(R"({"name":"Casa"})"), 0);
    QCOMPARE(now(), u"Casa/old"_qs);
    QCOMPARE(change(R"({"desc":""})"), 0);
    QCOMPARE(now(), u"Casa/"_qs);
    QCOMPARE(change("{}"), 0);
    QCOMPARE(change(""), 0);
    QCOMPARE(change(R"({"name":null})"), 0);
    QCOMPARE(now(), u"Casa/"_qs);
    QCOMPARE(change(R"({"name":""})"), 4000);
    QCOMPARE(change(R"({"name":"\u5bb6\ud83c\udfe0"})"), 0); // as Python escapes
    QCOMPARE(now(), u"家🏠/"_qs);

    QCOMPARE(ask(place.port(), "DELETE", groupPath(made.id())).code(), 0);
    QCOMPARE(ask(place.port(), "GET", groupsPath).data().value(u"total").toInteger(-1), 0);
    QCOMPARE(change(R"({"name":"x"})"), 4200);
    QCOMPARE(ask(place.port(), "DELETE", groupPath(made.id())).code(), 4200);
}

void TestGroups::limits_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("code");
    const QByteArray face = "\xf0\x9f\x8f\xa0"; // one code point, two UTF-16 units, four bytes
    QTest::newRow("20 code points") << QByteArray(R"({"name":")" + face.repeated(20) + R"("})") << qint64(0);
    QTest::newRow("21 code points") << QByteArray(R"({"name":")" + face.repeated(21) + R"("})")
                                    << qint64(4000);
    QTest::newRow("desc of 500") << QByteArray(R"({"name":"a","desc":")" + face.repeated(500) + R"("})")
                                 << qint64(0);
    QTest::newRow("desc of 501") << QByteArray(R"({"name":"a","desc":")" + face.repeated(501) + R"("})")
                                 << qint64(4000);
    QTest::newRow("no name") << QByteArray(R"({"desc":"a"})") << qint64(4000);
    QTest::newRow("empty name") << QByteArray(R"({"name":""})") << qint64(4000);
    QTest::newRow("blank name") << QByteArray(R"({"name":"  "})") << qint64(4000);
    const std::pair<const char *, const char *> flawed[] = {
        {"zero-width", R"(\u200b)"},     {"NUL", R"(a\u0000b)"},           {"line feed", R"(a\nb)"},
        {"override", R"(a\u202ebmoC)"},  {"isolate", R"(a\u2067b)"},       {"half a pair", R"(a\ud83c)"},
        {"low surrogate", R"(\udc00a)"}, {"line separator", R"(a\u2028b)"}};
    for (const auto &[what, name] : flawed)
        QTest::newRow(what) << QByteArray(R"({"name":")") + name + "\"}" << qint64(4000);
    QTest::newRow("desc of two lines") << QByteArray(R"({"name":"a","desc":"b\nc"})") << qint64(0);
    QTest::newRow("desc with half a pair") << QByteArray(R"({"name":"a","desc":"\ud83c"})") << qint64(4000);
    QTest::newRow("desc with NUL") << QByteArray(R"({"name":"a","desc":"b\u0000"})") << qint64(4000);
    QTest::newRow("a family") << QByteArray(R"({"name":"\ud83d\udc69\u200d\ud83d\udc67"})") << qint64(0);
    QTest::newRow("name is a number") << QByteArray(R"({"name":7})") << qint64(4000);
    QTest::newRow("an array") << QByteArray(R"(["name"])") << qint64(4000);
    QTest::newRow("broken JSON") << QByteArray(R"({"name":)") << qint64(4000);
    QTest::newRow("no body") << QByteArray() << qint64(4000);
    QTest::newRow("binary") << QByteArray("\0\xff\xfe", 3) << qint64(4000);
    QTest::newRow("deep") << QByteArray(100'000, '[') << qint64(4000);
    QTest::newRow("unknown members") << QByteArray(R"({"name":"a","coze_account_id":"1","icon":{}})")
                                     << qint64(0);
}

void TestGroups::limits()
{
    QFETCH(QByteArray, body);
    QFETCH(qint64, code);
    Place place;
    const Reply reply = ask(place.port(), "POST", groupsPath, body, "application/json");
    QCOMPARE(reply.code(), code);
    QCOMPARE(reply.status, code ? 400 : 200);
    QCOMPARE(reply.words().isEmpty(), code == 0);
    QCOMPARE(ask(place.port(), "GET", groupsPath).items().size(), code ? 0 : 1);
}

void TestGroups::thousandGroupsAreEnough()
{
    Place place;
    Line line(place.port());
    for (int i = 0; i < wire::maxGroups; ++i) {
        line.send(request("POST", groupsPath, R"({"name":"g"})", "application/json"));
        QCOMPARE(line.read().code(), 0);
    }
    const Reply more = askJson(place.port(), "POST", groupsPath, named(u"one more"_qs));
    QCOMPARE(more.code(), 4000);
    QVERIFY(more.words().contains(u"1000"));
    QCOMPARE(ask(place.port(), "GET", groupsPath + "?page_size=200&page_num=5").items().size(), 200);
}

void TestGroups::idsAreNeverReused()
{
    Place place;
    QSet<QString> seen;
    for (int i = 0; i < 50; ++i) {
        const QString id = place.newGroup();
        QVERIFY(!seen.contains(id));
        seen.insert(id);
        QCOMPARE(ask(place.port(), "DELETE", groupPath(id)).code(), 0);
    }
}

void TestGroups::writesSurviveARestart()
{
    Place place;
    const QString id = place.newGroup(u"Home"_qs);
    const QJsonArray before = ask(place.port(), "GET", groupsPath).items();
    place.stop();
    place.start();
    QCOMPARE(ask(place.port(), "GET", groupsPath).items(), before);
    QVERIFY(place.newGroup().toLongLong() > id.toLongLong());
}

ROOM_TEST(TestGroups, QCoreApplication)
#include "test_groups.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/calltext.h"

#include "calls/exchanges.h"
#include "runner.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace exchanges;

class TestCallText : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }
    void request();
    void form();
    void answer();
    void failures();
    void soundHasNoText();
    void signInHasNoText();
    void droppedAndCutAnswersAreSaid();
    void layout_data();
    void layout();
    void hostileBracketsStaySmall();
    void line();
    void lineKeepsBodiesAsTheyCame();
};

void TestCallText::request()
{
    QCOMPARE(requestText(refusal()), u"POST https://api.coze.cn/v1/audio/voiceprint_groups\n"
                                     "Authorization: Bearer …\n"
                                     "Content-Type: application/json\n"
                                     "\n"
                                     "{\n"
                                     "  \"desc\": \"\",\n"
                                     "  \"name\": \"办公室\"\n"
                                     "}"_s);
    QCOMPARE(requestText(list()),
             u"GET https://api.coze.cn/v1/audio/voiceprint_groups?page_num=1&name=%E5%AE%B6\n"
             "Authorization: Bearer …"_s);
}

void TestCallText::form()
{
    QCOMPARE(requestText(identification()),
             u"POST https://api.coze.cn/v1/audio/voiceprint_groups/75/speaker_identify\n"
             "Authorization: Bearer …\n"
             "Content-Type: multipart/form-data\n"
             "\n"
             "file: the file clip.wav (audio/wav, 160.0 kB)\n"
             "top_k: 10"_s);
}

void TestCallText::answer()
{
    QCOMPARE(answerText(identification()), u"HTTP 200\n"
                                           "Log id: 20260314AAAA\n"
                                           "\n"
                                           "{\n"
                                           "  \"code\": 0,\n"
                                           "  \"data\": {\n"
                                           "    \"feature_score_list\": [\n"
                                           "      {\n"
                                           "        \"score\": 23.139079321463843\n"
                                           "      }\n"
                                           "    ]\n"
                                           "  }\n"
                                           "}"_s);
}

void TestCallText::failures()
{
    QVERIFY(
        answerText(refusal()).startsWith(u"HTTP 403\nLog id: 20260314BBBB\nFailed: no permission\n\n{"_s));
    QCOMPARE(answerText(unanswered()), u"No answer\nFailed: Connection refused"_s);
}

void TestCallText::soundHasNoText()
{
    QCOMPARE(requestText(sound()), u"GET https://cdn.example/preview/ann.mp3"_s);
    QCOMPARE(answerText(sound()), u"HTTP 200\n\nSound or a picture (2.0 kB), which is not recorded."_s);
}

void TestCallText::signInHasNoText()
{
    QCOMPARE(requestText(signIn()), u"POST https://api.coze.cn/api/permission/oauth2/token\n\n"
                                    "What signs you in is not recorded."_s);
    QVERIFY(answerText(signIn()).endsWith(u"\n\nWhat signs you in is not recorded."_s));
}

void TestCallText::droppedAndCutAnswersAreSaid()
{
    Exchange exchange = list();
    exchange.answer.clear();
    QVERIFY(answerText(exchange).endsWith(u"The text of this answer (2.0 kB) is not kept."_s));
    exchange.answer = "{\"a\":\"" + QByteArray(64 * 1024 - 6, 'x');
    QVERIFY(answerText(exchange).endsWith(u"xxx\nThe rest of this answer is not recorded."_s));
}

void TestCallText::layout_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("empty ones") << QByteArray(R"({"a":{},"b":[ ]})") << u"{\n  \"a\": {},\n  \"b\": []\n}"_s;
    QTest::newRow("order and numbers") << QByteArray(R"({"z":1.50,"a":123456789012345678901})")
                                       << u"{\n  \"z\": 1.50,\n  \"a\": 123456789012345678901\n}"_s;
    QTest::newRow("in strings") << QByteArray(R"(["a,b: {c}","\"[","\\"])")
                                << u"[\n  \"a,b: {c}\",\n  \"\\\"[\",\n  \"\\\\\"\n]"_s;
    QTest::newRow("pretty before") << QByteArray(" { \"a\" : 1 ,\r\n\t\"b\":2 } ")
                                   << u"{\n  \"a\": 1,\n  \"b\": 2\n}"_s;
    QTest::newRow("cut off") << QByteArray(R"({"a":[1,{"b":"c)")
                             << u"{\n  \"a\": [\n    1,\n    {\n      \"b\": \"c"_s;
    QTest::newRow("too many ends") << QByteArray("[]]]") << u"[]\n]\n]"_s;
    QTest::newRow("no JSON") << QByteArray("<html>\n  {a,b}</html>") << u"<html>\n  {a,b}</html>"_s;
    QTest::newRow("letters") << QByteArray(R"(["\u5ba2\u670d \ud83c\udfe0"])") << u"[\n  \"客服 🏠\"\n]"_s;
    QTest::newRow("what is no letter") << QByteArray(R"(["\u0022 \u000a \u202e \ud83c \\u5ba2 \u12"])")
                                       << u"[\n  \"\\u0022 \\u000a \\u202e \\ud83c \\\\u5ba2 \\u12\"\n]"_s;
}

void TestCallText::layout()
{
    QFETCH(QByteArray, json);
    QTEST(indented(json), "text");
}

void TestCallText::hostileBracketsStaySmall()
{
    QVERIFY(indented(QByteArray(64 * 1024, '[')).size() < 8'000'000);
}

void TestCallText::line()
{
    const QByteArray line = jsonLine(identification());
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.endsWith('\n'));
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const QJsonObject expected{
        {u"at"_s, noon.addSecs(2).toUTC().toString(Qt::ISODateWithMs)},
        {u"connection"_s, u"Coze 国内"_s},
        {u"connection_id"_s, u"coze-1"_s},
        {u"verb"_s, u"POST"_s},
        {u"url"_s, u"https://api.coze.cn/v1/audio/voiceprint_groups/75/speaker_identify"_s},
        {u"permission"_s, u"listVoiceprintGroup"_s},
        {u"status"_s, 200},
        {u"code"_s, 0},
        {u"log_id"_s, u"20260314AAAA"_s},
        {u"duration_ms"_s, 1234},
        {u"bytes_sent"_s, 160'500},
        {u"bytes_received"_s, 2048},
        {u"billed"_s, true},
        {u"media"_s, false},
        {u"form"_s, QJsonArray{QJsonObject{{u"name"_s, u"file"_s},
                                           {u"file_name"_s, u"clip.wav"_s},
                                           {u"type"_s, u"audio/wav"_s},
                                           {u"bytes"_s, 160'044}},
                               QJsonObject{{u"name"_s, u"top_k"_s}, {u"text"_s, u"10"_s}}}},
        {u"answer"_s, QJsonDocument::fromJson(identification().answer).object()}};
    QCOMPARE(object, expected);
}

void TestCallText::lineKeepsBodiesAsTheyCame()
{
    Exchange exchange = refusal();
    exchange.answer = "{\r\n \"z\": 123456789012345678901,\n \"a\": \"line\\n\" }\n";
    const QByteArray line = jsonLine(exchange);
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.contains("123456789012345678901"));
    QVERIFY(line.contains(R"("request":{"desc":"","name":"办公室"})"));
    const QJsonObject answer = QJsonDocument::fromJson(line).object().value(u"answer"_s).toObject();
    QCOMPARE(answer.value(u"a"_s).toString(), u"line\n"_s);
    exchange.answer = "{\"cut\": \"o\nf"; // no JSON: a string
    const QJsonObject whole = QJsonDocument::fromJson(jsonLine(exchange)).object();
    QCOMPARE(whole.value(u"answer"_s).toString(), u"{\"cut\": \"o\nf"_s);
    exchange.answer = "\xff\xfe";
    QVERIFY(!QJsonDocument::fromJson(jsonLine(exchange)).isNull());
}

ROOM_TEST(TestCallText, QCoreApplication)
#include "test_calltext.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/envelope.h"
#include "runner.h"

#include <QJsonObject>

using Kind = Error::Kind;

class EnvelopeTest : public QObject
{
    Q_OBJECT
private slots:
    void codesAsDocumented_data();
    void codesAsDocumented();
    void answers_data();
    void answers();
    void dataIsHandedOn();
    void exactNumbersSurvive();
    void mediaOrEnvelope();
    void textsAndListsAreBounded();
};

void EnvelopeTest::codesAsDocumented_data()
{
    QTest::addColumn<qint64>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<bool>("isRetryable");

    const auto row = [](qint64 code, Kind kind, bool isRetryable) {
        for (const int status : {200, 400, 401})
            QTest::addRow("code %lld at %d", code, status) << code << status << kind << isRetryable;
    };
    for (const qint64 code : {4000, 4001, 4002, 4005, 4006, 4014, 4015, 4016, 4031, 4102, 4105, 4300, 4301,
                              4302, 4303, 4304, 1109, 700012014, 700012015})
        row(code, Kind::Refused, false);
    row(4008, Kind::Quota, false); // not today
    for (const qint64 code : {4009LL, 4013LL, 4020LL, 5000LL, 710005002LL})
        row(code, Kind::Busy, true);
    for (const qint64 code : {4011, 4019, 4022, 4026, 4027, 4028, 4029, 4032})
        row(code, Kind::Quota, false);
    row(4100, Kind::Unauthorized, false);
    row(700012006, Kind::Unauthorized, false);
    row(4101, Kind::Forbidden, false);
    row(4200, Kind::NotFound, false);

    const auto status = [](int number, Kind kind, bool isRetryable) {
        QTest::addRow("unknown code at HTTP %d", number)
            << qint64(987654321) << number << kind << isRetryable;
    };
    // Of a code that no document names the status tells something, but of no permission and of no loss.
    status(200, Kind::Refused, false);
    status(400, Kind::Refused, false);
    status(401, Kind::Unauthorized, false);
    status(403, Kind::Refused, false);
    status(404, Kind::Refused, false);
    status(408, Kind::Timeout, false);
    status(413, Kind::Refused, false);
    status(429, Kind::Busy, true);
    status(500, Kind::Busy, false);
    status(502, Kind::Busy, true);
    status(503, Kind::Busy, true);
    status(504, Kind::Busy, true);

    QTest::newRow("negative code at 200") << qint64(-7) << 200 << Kind::Refused << false;
}

void EnvelopeTest::codesAsDocumented()
{
    QFETCH(qint64, code);
    QFETCH(int, status);
    QFETCH(Kind, kind);
    QFETCH(bool, isRetryable);
    QCOMPARE(nameOf(codes::kind(code, status)), nameOf(kind));
    QCOMPARE(codes::isRetryable(code, status), isRetryable);
}

void EnvelopeTest::answers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isGood");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<qint64>("code");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<QString>("logId");

    const QString header = QStringLiteral("from-header");
    const QString inside = QStringLiteral("inside");
    const auto good = [&](const char *name, int status, const QByteArray &body, const QString &logId) {
        QTest::newRow(name) << status << body << true << Kind{} << qint64(0) << QString() << logId;
    };
    const auto bad = [&](const char *name, int status, const QByteArray &body, Kind kind, qint64 code,
                         const char *detail, const QString &logId) {
        QTest::newRow(name) << status << body << false << kind << code << QString::fromUtf8(detail) << logId;
    };
    good("as documented", 200, R"({"code":0,"msg":"","data":{},"detail":{"logid":"inside"}})", inside);
    good("log id in the header", 200, R"({"data":null,"code":0})", header);
    good("detail is null", 200, R"({"code":0,"detail":null})", header);
    good("code as text", 200, R"({"code":"0"})", header);
    good("success at HTTP 500", 500, R"({"code":0})", header);
    bad("error at HTTP 200", 200, R"({"code":4200,"msg":"gone","detail":{"logid":"inside"}})", Kind::NotFound,
        4200, "gone", inside);
    bad("code as text", 200, R"({"code":"4100","msg":"bad token"})", Kind::Unauthorized, 4100, "bad token",
        header);
    bad("token at HTTP 401", 401, R"({"code":700012006,"msg":"access token invalid"})", Kind::Unauthorized,
        700012006, "access token invalid", header);
    bad("token at HTTP 200", 200, R"({"code":4101,"msg":"no permission"})", Kind::Forbidden, 4101,
        "no permission", header);
    bad("unknown route", 404, R"({"code":4000,"msg":"not found"})", Kind::Refused, 4000, "not found", header);
    bad("deprecated log id", 400, R"({"code":4000,"msg":"x","error":{"logid":"inside"}})", Kind::Refused,
        4000, "x", inside);
    bad("error without msg", 200, R"({"code":4013})", Kind::Busy, 4013, "", header);
    bad("OAuth error_code", 400, R"({"error_code":"invalid_request","error_message":"no client"})",
        Kind::Refused, 400, "no client", header);
    bad("OAuth error", 401, R"({"error":"invalid_grant","error_description":"too old"})", Kind::Stranger, 401,
        "too old", header);
    bad("OAuth error at 200", 200, R"({"error":"slow_down"})", Kind::Refused, 200, "slow_down", header);
    bad("HTML at 502", 502, "<html>Bad gateway</html>", Kind::Busy, 502,
        "not the service itself answered, but a gateway on the way to it (HTTP 502)", header);
    bad("HTML at 503", 503, "<html>", Kind::Busy, 503,
        "not the service itself answered, but a gateway on the way to it (HTTP 503)", header);
    bad("nothing at 504", 504, "", Kind::Busy, 504,
        "not the service itself answered, but a gateway on the way to it (HTTP 504)", header);
    bad("HTML at 413", 413, "<html>", Kind::Refused, 413,
        "what was sent is larger than the service, or a proxy on the way to it, takes (HTTP 413)", header);
    bad("413 with an envelope", 413, R"({"code":4302,"msg":"too big"})", Kind::Refused, 4302, "too big",
        header);
    bad("empty at 404", 404, "", Kind::Stranger, 404, "HTTP 404", header);
    bad("code is null", 200, R"({"code":null,"msg":"x"})", Kind::Malformed, 200, "x", header);
    bad("code is a word", 200, R"({"code":"ok"})", Kind::Malformed, 200, "no code in the answer", header);
    bad("code is a fraction", 200, R"({"code":0.5})", Kind::Malformed, 200, "no code in the answer", header);
    bad("an array", 200, "[]", Kind::Malformed, 200, "no code in the answer", header);
    bad("HTML at 200", 200, "\n <html>", Kind::Stranger, 200, "a web page came instead of an answer", header);
    bad("nothing at 200", 200, "", Kind::Malformed, 200, "the answer is empty", header);
    bad("blank at 200", 200, "\r\n", Kind::Malformed, 200, "the answer is empty", header);
    bad("words at 200", 200, "OK", Kind::Malformed, 200, "not a JSON object: illegal value", header);
    bad("half of it", 200, R"({"code":0,"data":{"id":)", Kind::Malformed, 200, nullptr, header);
}

void EnvelopeTest::answers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(bool, isGood);
    QFETCH(Kind, kind);
    QFETCH(qint64, code);
    QFETCH(QString, detail);
    QFETCH(QString, logId);

    const Result<Answer> answer =
        readEnvelope({.status = status, .body = body, .logId = QStringLiteral("from-header")});
    QCOMPARE(bool(answer), isGood);
    if (isGood) {
        QCOMPARE(answer->logId, logId);
        return;
    }
    QCOMPARE(nameOf(answer.error().kind), nameOf(kind));
    QCOMPARE(answer.error().code, code);
    QCOMPARE(answer.error().logId, logId);
    if (!detail.isNull())
        QCOMPARE(answer.error().detail, detail);
    else
        QVERIFY(!answer.error().detail.isEmpty());
}

void EnvelopeTest::dataIsHandedOn()
{
    const Result<Answer> answer = readEnvelope({.status = 200, .body = R"({"code":0,"data":{"id":"7"}})"});
    QVERIFY(answer);
    QCOMPARE(answer->data[u"id"].toString(), QStringLiteral("7"));
    const Result<Answer> nothing = readEnvelope({.status = 200, .body = R"({"code":0})"});
    QVERIFY(nothing);
    QVERIFY(nothing->data.isUndefined());
}

void EnvelopeTest::exactNumbersSurvive()
{
    const Result<Answer> answer =
        readEnvelope({.status = 200, .body = R"({"code":0,"data":7513864977189000123})"});
    QVERIFY(answer);
    QCOMPARE(answer->data.toInteger(), 7513864977189000123);
}

void EnvelopeTest::mediaOrEnvelope()
{
    const Result<Answer> sound = readMedia({.status = 200, .body = "RIFF", .mimeType = "audio/wav"});
    QVERIFY(sound);
    QCOMPARE(sound->bytes, "RIFF");
    QCOMPARE(sound->mimeType, "audio/wav");

    const Result<Answer> refusal =
        readMedia({.status = 200, .body = R"({"code":4200,"msg":"gone"})", .mimeType = "application/json"});
    QCOMPARE(nameOf(refusal.error().kind), "NotFound");
    const Result<Answer> success =
        readMedia({.status = 200, .body = R"({"code":0})", .mimeType = "application/json"});
    QCOMPARE(nameOf(success.error().kind), "Stranger");
    QCOMPARE(success.error().obstacle, Error::Obstacle::NoSound);
    QCOMPARE(nameOf(readMedia({.status = 200, .mimeType = "audio/wav"}).error().kind), "Stranger");
}

void EnvelopeTest::textsAndListsAreBounded()
{
    const auto read = [](const QByteArray &body) {
        return readEnvelope({.status = 200, .body = body, .logId = QString(100'000, QLatin1Char('l'))});
    };
    const QByteArray name(1'000'000, 'n');
    const auto long_ = read(R"({"code":0,"data":{"items":[{"name":")" + name + R"(","n":1,"deep":{"x":")" +
                            name + R"("}}]}})");
    QVERIFY(long_);
    const QJsonObject item = long_->data[u"items"][0].toObject();
    QCOMPARE(item[u"name"].toString(), QString(4096, u'n') + QChar(0x2026));
    QCOMPARE(item[u"deep"][u"x"].toString().size(), 4097);
    QCOMPARE(item[u"n"].toInt(), 1);
    QVERIFY(long_->logId.size() < 5000);
    const auto refused = read(R"({"code":4000,"msg":")" + name + R"("})");
    QVERIFY(!refused);
    QVERIFY(refused.error().detail.size() < 5000);
    const auto list = [](int entries) -> QByteArray {
        return R"({"code":0,"data":{"items":[{"id":"1"})" +
               QByteArray(R"(,{"id":"1"})").repeated(entries - 1) + "]}}";
    };
    QVERIFY(read(list(1000)));
    const auto endless = read(list(30'000));
    QVERIFY(!endless);
    QCOMPARE(nameOf(endless.error().kind), nameOf(Kind::Malformed));
    QVERIFY(endless.error().detail.contains(u"1000"));
    QVERIFY(!read(R"({"code":0,"data":[)" + QByteArray("[").repeated(1) + QByteArray("0,").repeated(5000) +
                  "0]]}"));
}

ROOM_TEST(EnvelopeTest, QCoreApplication)
#include "test_envelope.moc"

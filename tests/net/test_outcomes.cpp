// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

using namespace std::chrono_literals;

namespace {

constexpr Verb writes[] = {Verb::Post, Verb::Put, Verb::Delete};

// Reads what `data` an answer must hold, and finds nothing there.
struct Strict
{
    static Result<Strict> fromJson(const QJsonValue &)
    {
        return Error{.kind = Error::Kind::Malformed, .detail = QStringLiteral("no id")};
    }
};

} // namespace

Q_DECLARE_METATYPE(Step)

//! Whether a write that failed may have been done all the same.
class OutcomesTest : public QObject
{
    Q_OBJECT
private slots:
    void answers_data();
    void answers();
    void amidAnUpload_data();
    void amidAnUpload();
    void nobodyListens();
    void unknownHost();
    void untrusted();
    void beforeTheHandshake();
    void noConnectionInTime();
    void uploadLimit();
    void unreadableRecord();
    void isSent();
};

void OutcomesTest::answers_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<bool>("isUnknown");
    const auto row = [](const char *name, const Step &step, const char *kind, bool isUnknown) {
        QTest::newRow(name) << step << QByteArray(kind) << isUnknown;
    };
    const Step good = Step::data(R"({"id":"1"})");
    const Step refusal = Step::json(R"({"code":4000,"msg":"no"})", "400 Bad Request");
    row("closed after the body", Step::close(), "Offline", true);
    row("reset after the body", Step::reset(), "Offline", true);
    row("reset amid the status line", Step::resetAmid(good, 10), "Offline", true);
    row("reset amid the headers", Step::resetAmid(good, 30), "Offline", true);
    row("reset amid the answer", Step::resetAmid(good, good.answer.size() - 5), "Offline", true);
    row("stalled", Step::stall(), "Timeout", true);
    row("stalled amid the headers", Step::stallAmid(good, 30), "Timeout", true);
    row("stalled amid the answer", Step::stallAmid(good, good.answer.size() - 5), "Timeout", true);
    Step cut = Step::json(R"({"code":0,"msg":"","da)");
    row("truncated JSON", cut, "Malformed", true);
    row("HTML at 200", Step::http("200 OK", "Content-Type: text/html\r\n", "<html>"), "Stranger", true);
    row("sound at 200", Step::http("200 OK", "Content-Type: audio/wav\r\n", "RIFF"), "Malformed", true);
    row("empty at 200", Step::http("200 OK", {}, {}), "Malformed", true);
    row("no code at 200", Step::json("{}"), "Malformed", true);
    row("204", Step::http("204 No Content", {}, {}), "Malformed", true);
    row("17 MB at 200", Step::huge(17'000'000), "Malformed", true);
    row("500 without envelope", Step::http("500 Broken", {}, "<html>"), "Stranger", true);
    row("503 without envelope", Step::http("503 Busy", {}, {}), "Busy", true);
    row("502", Step::http("502 Bad Gateway", {}, "<html>"), "Busy", true);
    row("504", Step::http("504 Gateway Timeout", {}, {}), "Busy", true);
    row("504 with envelope", Step::json(R"({"code":5000,"msg":"x"})", "504 Gateway Timeout"), "Busy", true);
    row("500 with envelope", Step::json(R"({"code":5000,"msg":"x"})", "500 Broken"), "Busy", false);
    row("refused", refusal, "Refused", false);
    row("refused at 200", Step::json(R"({"code":4000,"msg":"no"})"), "Refused", false);
    row("refused, reset amid the answer", Step::resetAmid(refusal, refusal.answer.size() - 5), "Offline",
        false);
    row("refused, stalled amid the answer", Step::stallAmid(refusal, refusal.answer.size() - 5), "Timeout",
        false);
    row("401 without envelope", Step::http("401 Unauthorized", {}, {}), "Stranger", false);
    row("511", Step::http("511 Network Authentication Required", {}, "<html>"), "Stranger", false);
    row("413 without envelope", Step::http("413 Too Large", {}, "<html>"), "Refused", false);
    row("429", Step::http("429 Slow", {}, {}), "Busy", false);
    row("redirect", Step::redirect("https://other.invalid/"), "Stranger", false);
}

void OutcomesTest::answers()
{
    QFETCH(Step, step);
    QFETCH(QByteArray, kind);
    QFETCH(bool, isUnknown);
    ScriptedServer server({step});
    TimeLimits limits = shortLimits();
    limits.tries = 1;
    Client client(connectionTo(server.url()), limits);
    std::vector<std::unique_ptr<Awaited<Nothing>>> answers; // all at once, for they take time
    for (const Verb verb : writes)
        answers.push_back(std::make_unique<Awaited<Nothing>>(client, requestOf(verb)));
    Awaited<Nothing> got(client, requestOf(Verb::Get));
    for (const auto &answer : answers) {
        QVERIFY(answer->wait());
        QCOMPARE(nameOf(answer->error().kind), kind.constData());
        QCOMPARE(answer->error().isOutcomeUnknown, isUnknown);
    }
    QVERIFY(got.wait());
    QVERIFY(!got.error().isOutcomeUnknown);
    qsizetype seen = 0;
    for (const SeenRequest &request : server.requests())
        seen += request.verb() != "GET";
    QCOMPARE(seen, 3);
}

void OutcomesTest::amidAnUpload_data()
{
    QTest::addColumn<Step>("step");
    QTest::newRow("reset at once") << Step::reset(0);
    QTest::newRow("reset amid the headers") << Step::reset(100);
    QTest::newRow("reset amid the body") << Step::reset(200'000);
}

void OutcomesTest::amidAnUpload()
{
    QFETCH(Step, step);
    ScriptedServer server({step});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> answer(client, requestOf(Verb::Post, 30'000'000));
    QVERIFY(answer.wait(20'000));
    QCOMPARE(nameOf(answer.error().kind), "Offline");
    QVERIFY(!answer.error().isOutcomeUnknown);
    QTest::qWait(100);
    QVERIFY(server.requests().size() <= 1);
}

void OutcomesTest::nobodyListens()
{
    Client client(connectionTo(QUrl(QStringLiteral("http://127.0.0.1:9"))), shortLimits());
    for (const Verb verb : writes) {
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Offline");
        QVERIFY(!answer.error().isOutcomeUnknown);
    }
}

void OutcomesTest::unknownHost()
{
    Client client(connectionTo(QUrl(QStringLiteral("http://no-such-host.invalid"))), {.idle = 20s});
    for (const Verb verb : writes) {
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(answer.wait(30'000));
        QCOMPARE(nameOf(answer.error().kind), "Offline");
        QVERIFY(!answer.error().isOutcomeUnknown);
    }
}

void OutcomesTest::untrusted()
{
    ScriptedServer server({Step::data("1")}, ScriptedServer::Protocol::Https);
    Client client(connectionTo(server.url()), shortLimits());
    for (const Verb verb : writes) {
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Tls");
        QVERIFY(!answer.error().isOutcomeUnknown);
    }
    QCOMPARE(server.requests().size(), 0);
}

void OutcomesTest::beforeTheHandshake()
{
    ScriptedServer server({Step::reset(0)}, ScriptedServer::Protocol::Https);
    Client client(connectionTo(server.url()), shortLimits());
    for (const Verb verb : {Verb::Post, Verb::Put}) {
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(answer.wait());
        QVERIFY(!answer.error().isOutcomeUnknown);
    }
}

void OutcomesTest::noConnectionInTime()
{
    // A server of TLS that never takes part in the handshake.
    QTcpServer deaf;
    QVERIFY(deaf.listen(QHostAddress::LocalHost));
    Client client(connectionTo(QUrl(QStringLiteral("https://127.0.0.1:%1").arg(deaf.serverPort()))),
                  shortLimits());
    for (const Verb verb : {Verb::Post, Verb::Put}) {
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Timeout");
        QVERIFY(!answer.error().isOutcomeUnknown);
    }
}

void OutcomesTest::uploadLimit()
{
    Step slow = Step::data(QByteArray(200, '1'));
    slow.drip = 30ms;
    ScriptedServer server({slow});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> answer(client, requestOf(Verb::Post));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Timeout");
    QVERIFY(answer.error().isOutcomeUnknown);
}

void OutcomesTest::unreadableRecord()
{
    ScriptedServer server({Step::data("{}")});
    Client client(connectionTo(server.url()), shortLimits());
    for (const Verb verb : {Verb::Get, Verb::Post}) {
        const Request<Nothing> same = requestOf(verb);
        Awaited<Strict> answer(client, {{.verb = verb, .path = same.path, .body = same.body}});
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Malformed");
        QCOMPARE(answer.error().isOutcomeUnknown, verb == Verb::Post); // done, but to what?
    }
}

void OutcomesTest::isSent()
{
    ScriptedServer server({Step::stall()});
    Client client(connectionTo(server.url()));
    for (const Verb verb : {Verb::Get, Verb::Post, Verb::Put, Verb::Delete}) {
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(!answer.call->isSent());
        QTRY_VERIFY(answer.call->isSent());
    }
    // Accepts and never reads.
    QTcpServer deaf;
    QVERIFY(deaf.listen(QHostAddress::LocalHost));
    connect(&deaf, &QTcpServer::newConnection, this,
            [&] { deaf.nextPendingConnection()->setReadBufferSize(1); });
    Client stuck(connectionTo(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(deaf.serverPort()))));
    Awaited<Nothing> upload(stuck, requestOf(Verb::Post, 30'000'000));
    qint64 sent = 0;
    connect(upload.call, &Call::progressed, this, [&](qint64 bytes) { sent = bytes; });
    QTRY_VERIFY(sent > 0);
    QVERIFY(!upload.call->isSent());
    upload.call->abort();
}

ROOM_TEST(OutcomesTest, QCoreApplication)
#include "test_outcomes.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/voiceprint.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

namespace {

const QString group = QStringLiteral("75");
const QString print = QStringLiteral("81");

QByteArray list(const QByteArrayList &ids, int total)
{
    QByteArrayList items;
    for (const QByteArray &id : ids)
        items << R"({"id":")" + id + R"(","name":"x"})";
    return R"({"items":[)" + items.join(',') + R"(],"total":)" + QByteArray::number(total) + '}';
}

} // namespace

Q_DECLARE_METATYPE(Step)

//! A deletion to which no answer came: the list is read once, and tells.
class DeletionsTest : public QObject
{
    Q_OBJECT
private slots:
    void outcome_data();
    void outcome();
    void whatIsKnownIsNotLookedFor_data();
    void whatIsKnownIsNotLookedFor();
    void abortedWhileLooking();
    void clientGoneWhileLooking();
};

void DeletionsTest::outcome_data()
{
    QTest::addColumn<Step>("fault");
    QTest::addColumn<Step>("look");
    QTest::addColumn<QByteArray>("kind"); // empty: it is gone
    QTest::addColumn<bool>("isUnknown");
    const auto row = [](const char *name, const Step &fault, const Step &look, const char *kind,
                        bool isUnknown = false) {
        QTest::newRow(name) << fault << look << QByteArray(kind) << isUnknown;
    };
    const Step empty = Step::data(list({}, 0));
    const Step others = Step::data(list({"1", "82", "810"}, 3));
    const Step there = Step::data(list({"1", "81", "75"}, 3));
    const Step badGateway = Step::http("502 Bad Gateway", "Content-Type: text/html\r\n", "<html>");
    row("no answer, nothing there", Step::stall(), empty, "");
    row("no answer, others there", Step::stall(), others, "");
    row("no answer, still there", Step::stall(), there, "Timeout");
    row("closed, gone", Step::close(), others, "");
    row("closed, still there", Step::close(), there, "Timeout"); // for it can be reached
    row("reset amid the answer, gone", Step::resetAmid(empty, 30), empty, "");
    row("a gateway's page, gone", badGateway, empty, "");
    row("a gateway's page, still there", badGateway, there, "Busy");
    row("not understood, gone", Step::http("200 OK", {}, {}), empty, "");
    row("not understood, still there", Step::http("200 OK", {}, {}), there, "Malformed");
    row("the list stalls, too", Step::stall(), Step::stall(), "Timeout", true);
    row("the list has a gateway's page, too", Step::stall(), badGateway, "Timeout", true);
    row("the list is not allowed", Step::stall(), Step::json(R"({"code":4101,"msg":"no"})", "403 Forbidden"),
        "Timeout", true);
    row("the list is no list", Step::stall(), Step::json(R"({"code":0,"msg":"","data":null})"), "Timeout",
        true);
    row("the list goes on", Step::stall(), Step::data(list({"1", "82"}, 201)), "Timeout", true);
    row("the list does not tell its length", Step::stall(), Step::data(R"({"items":[]})"), "Timeout", true);
    row("what it was in is gone", Step::stall(), Step::json(R"({"code":4200,"msg":"gone"})", "404 Not Found"),
        "");
}

void DeletionsTest::outcome()
{
    QFETCH(Step, fault);
    QFETCH(Step, look);
    QFETCH(QByteArray, kind);
    QFETCH(bool, isUnknown);
    for (const bool isGroup : {true, false}) {
        ScriptedServer server({fault, look});
        Client client(connectionTo(server.url()), shortLimits());
        int exchanges = 0;
        connect(&client, &Client::exchanged, this, [&exchanges] { ++exchanges; });
        Awaited<Nothing> answer(client,
                                isGroup ? api::deleteGroup(group) : api::deleteVoiceprint(group, print));
        QVERIFY(answer.wait(20'000));
        QCOMPARE(answer.results.size(), 1);
        QCOMPARE(bool(answer.results[0]), kind.isEmpty());
        if (!kind.isEmpty()) {
            QCOMPARE(nameOf(answer.error().kind), kind.constData());
            QCOMPARE(answer.error().isOutcomeUnknown, isUnknown);
            QCOMPARE(answer.error().detail.contains(QStringLiteral("still there")), !isUnknown);
        }
        QCOMPARE(server.requests().size(), 2); // one of each
        QCOMPARE(server.requests()[0].verb(), QByteArray("DELETE"));
        QCOMPARE(server.requests()[1].verb(), QByteArray("GET"));
        QCOMPARE(server.requests()[1].target(),
                 isGroup ? QByteArray("/v1/audio/voiceprint_groups?page_num=1&page_size=200&group_id=75")
                         : QByteArray("/v1/audio/voiceprint_groups/75/features?page_num=1&page_size=200"));
        QCOMPARE(exchanges, 2);
    }
}

void DeletionsTest::whatIsKnownIsNotLookedFor_data()
{
    QTest::addColumn<Step>("step");
    QTest::newRow("good") << Step::json(R"({"code":0,"msg":""})");
    QTest::newRow("refused") << Step::json(R"({"code":4000,"msg":"no"})", "400 Bad Request");
    QTest::newRow("not found") << Step::json(R"({"code":4200,"msg":"no"})", "404 Not Found");
    QTest::newRow("429") << Step::http("429 Slow down", {}, {});
}

void DeletionsTest::whatIsKnownIsNotLookedFor()
{
    QFETCH(Step, step);
    ScriptedServer server({step});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> answer(client, api::deleteVoiceprint(group, print));
    QVERIFY(answer.wait(20'000));
    QTest::qWait(50); // for what must not come any more
    QCOMPARE(server.requests().size(), 1);
}

void DeletionsTest::abortedWhileLooking()
{
    ScriptedServer server({Step::close(), Step::stall()});
    Client client(connectionTo(server.url()));
    Awaited<Nothing> answer(client, api::deleteVoiceprint(group, print));
    bool isSent = true; // all the time: nobody would know
    QTimer tick;
    connect(&tick, &QTimer::timeout, this, [&] { isSent = isSent && answer.call->isSent(); });
    connect(&client, &Client::exchanged, &tick, [&tick] { tick.start(0); });
    QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 2, 20'000);
    QVERIFY(tick.isActive());
    tick.stop();
    QVERIFY(isSent);
    answer.call->abort();
    QVERIFY(answer.wait());
    QVERIFY(answer.results.isEmpty());
}

void DeletionsTest::clientGoneWhileLooking()
{
    ScriptedServer server({Step::close(), Step::stall()});
    auto client = std::make_unique<Client>(connectionTo(server.url()));
    Awaited<Nothing> answer(*client, api::deleteGroup(group));
    QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 2, 20'000);
    client.reset();
    QVERIFY(answer.results.isEmpty());
    QCOMPARE(answer.finished, 1);
}

ROOM_TEST(DeletionsTest, QCoreApplication)
#include "test_deletions.moc"

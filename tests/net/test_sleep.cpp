// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/process.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

using namespace std::chrono_literals;

class SleepTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void clock();
    void keptConnectionIsDropped();
    void aMomentIsNoSleep();
    void getIsTriedAgain();
    void writesAreNotSentAgain_data();
    void writesAreNotSentAgain();
    void aFinishedCallIsLeftAlone();
    void clientGoneInsideDelivery();
    void looksOnlyDuringCalls();

private:
    TimeLimits limits()
    {
        TimeLimits limits{.backoff = 1ms};
        limits.timeAsleep = [this] {
            ++m_looks;
            return m_asleep;
        };
        return limits;
    }

    std::chrono::milliseconds m_asleep{};
    int m_looks = 0;
};

void SleepTest::init()
{
    m_asleep = 5h; // before the application was started
    m_looks = 0;
}

void SleepTest::clock()
{
    const std::chrono::milliseconds before = timeAsleep();
    QVERIFY(before >= -1ms);
    QTest::qWait(20);
    QVERIFY(std::chrono::abs(timeAsleep() - before) <= 2ms);
}

void SleepTest::keptConnectionIsDropped()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()), limits());
    for (int i = 0; i < 3; ++i) {
        if (i == 2)
            m_asleep += 1h;
        Awaited<Nothing> answer(client, requestOf(Verb::Get));
        QVERIFY(answer.wait());
        QVERIFY(answer.results.value(0, Error{}));
    }
    QCOMPARE(server.requests()[1].connection, server.requests()[0].connection);
    QVERIFY(server.requests()[2].connection != server.requests()[1].connection);
}

void SleepTest::aMomentIsNoSleep()
{
    ScriptedServer server({Step::data("1")});
    Client client(connectionTo(server.url()), limits());
    for (int i = 0; i < 2; ++i) {
        Awaited<Nothing> answer(client, requestOf(Verb::Get));
        QVERIFY(answer.wait());
        m_asleep += 500ms;
    }
    QCOMPARE(server.connections(), 1);
}

void SleepTest::getIsTriedAgain()
{
    ScriptedServer server({Step::stall(), Step::data("1")});
    Client client(connectionTo(server.url()), limits());
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QTRY_COMPARE(server.requests().size(), 1);
    m_asleep += 1h;
    QVERIFY(answer.wait());
    QVERIFY2(answer.results.value(0, Error{}), qPrintable(answer.error().detail));
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(server.connections(), 2);
}

void SleepTest::writesAreNotSentAgain_data()
{
    QTest::addColumn<Verb>("verb");
    QTest::newRow("POST") << Verb::Post;
    QTest::newRow("PUT") << Verb::Put;
    QTest::newRow("DELETE") << Verb::Delete;
}

void SleepTest::writesAreNotSentAgain()
{
    QFETCH(Verb, verb);
    ScriptedServer server({Step::stall(), Step::data("1")});
    Client client(connectionTo(server.url()), limits());
    Awaited<Nothing> answer(client, requestOf(verb));
    QTRY_COMPARE(server.requests().size(), 1);
    QTRY_VERIFY(answer.call->isSent());
    m_asleep += 1h;
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Offline");
    QCOMPARE(answer.error().detail, QStringLiteral("this computer slept meanwhile"));
    QVERIFY(answer.error().isOutcomeUnknown);
    QTest::qWait(50);
    QCOMPARE(server.requests().size(), 1);
}

void SleepTest::aFinishedCallIsLeftAlone()
{
    // Two calls in the same moment: the second one's start finds out, and breaks off the first.
    ScriptedServer server({Step::stall(), Step::data("1")});
    Client client(connectionTo(server.url()), limits());
    Awaited<Nothing> first(client, requestOf(Verb::Post));
    QTRY_COMPARE(server.requests().size(), 1);
    QTRY_VERIFY(first.call->isSent());
    m_asleep += 1h;
    Awaited<Nothing> second(client, requestOf(Verb::Post));
    QVERIFY(second.wait());
    QVERIFY(second.results.value(0, Error{}));
    QCOMPARE(first.finished, 1);
    QVERIFY(first.error().isOutcomeUnknown);
}

void SleepTest::clientGoneInsideDelivery()
{
    ScriptedServer server({Step::stall()});
    auto *client = new Client(connectionTo(server.url()), limits());
    int answers = 0;
    for (int i = 0; i < 2; ++i)
        client->send(requestOf(Verb::Post), this, [&, client](const Result<Nothing> &) {
            ++answers;
            delete client;
        });
    QTRY_COMPARE(server.requests().size(), 2);
    m_asleep += 1h;
    QTRY_COMPARE(answers, 1);
    QTest::qWait(20);
    QCOMPARE(answers, 1);
}

void SleepTest::looksOnlyDuringCalls()
{
    ScriptedServer server({Step::data("1"), Step::stall()});
    Client client(connectionTo(server.url()), limits());
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait());
    const int looks = m_looks;
    QTest::qWait(1200);
    QCOMPARE(m_looks, looks);
    Awaited<Nothing> stalled(client, requestOf(Verb::Get));
    QTRY_VERIFY(m_looks >= looks + 2); // at its start and while it lasts
    stalled.call->abort();
    const int then = m_looks;
    QTest::qWait(1200);
    QCOMPARE(m_looks, then);
}

ROOM_TEST(SleepTest, QCoreApplication)
#include "test_sleep.moc"

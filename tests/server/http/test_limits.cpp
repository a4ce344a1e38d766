// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

#include <QElapsedTimer>

#include <sys/resource.h>
#include <sys/socket.h>

using namespace place;
using namespace std::chrono_literals;

//! What one client may take of the server: connections, time, memory.
class TestLimits : public QObject
{
    Q_OBJECT

private slots:
    void tooManyConnectionsAreTold();
    void strangersMakeRoomForStrangers();
    void strangersMustAskSoon();
    void fewDescriptorsAreEnough();
    void silentConnectionsAreClosed();
    void drippingIsCut_data();
    void drippingIsCut();
    void waitingForTheEngineIsNoIdleness();
    void slowReadersAreCut();
    void bodiesAreBounded();
    void largeResponsesAreBounded();
    void abandonedUploadsGiveTheirMemoryBack();
};

// What the kernel says of the server's end of a connection, as a hexadecimal number; empty when it is no
// more.
static QByteArray stateOf(quint16 server, quint16 client)
{
    const auto port = [](quint16 number) -> QByteArray {
        return ':' + QByteArray::number(number, 16).toUpper().rightJustified(4, '0');
    };
    QFile table(QStringLiteral("/proc/net/tcp"));
    if (!table.open(QIODevice::ReadOnly))
        return "unreadable";
    const QByteArrayList lines = table.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QByteArrayList fields = line.simplified().split(' ');
        if (fields.size() > 3 && fields[1].endsWith(port(server)) && fields[2].endsWith(port(client)))
            return fields[3];
    }
    return {};
}

void TestLimits::tooManyConnectionsAreTold()
{
    Place place({.connections = 5});
    std::vector<std::unique_ptr<Line>> lines;
    for (int i = 0; i < 5; ++i) {
        lines.push_back(std::make_unique<Line>(place.port()));
        lines.back()->send(request("GET", groupsPath));
        QCOMPARE(lines.back()->read().status, 200);
    }
    for (int i = 0; i < 3; ++i) {
        Line extra(place.port());
        extra.send(request("GET", groupsPath));
        const Reply reply = extra.read();
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.code(), 4013);
        QCOMPARE(reply.headers.value("content-type"), "application/json");
        QVERIFY(!reply.headers.value("x-tt-logid").isEmpty());
        QVERIFY(extra.isClosed(20'000));
    }
    lines.front()->send(request("GET", groupsPath)); // those inside notice nothing
    QCOMPARE(lines.front()->read().status, 200);
    lines.clear();
    QTRY_COMPARE(ask(place.port(), "GET", groupsPath).status, 200);
}

void TestLimits::strangersMakeRoomForStrangers()
{
    Place place({.strangers = 4});
    std::vector<std::unique_ptr<Line>> guests;
    for (int i = 0; i < 10; ++i) {
        guests.push_back(std::make_unique<Line>(place.port()));
        guests.back()->send(request("GET", groupsPath));
        QCOMPARE(guests.back()->read().status, 200);
    }
    Line refused(place.port()); // without a token one stays a stranger
    refused.send(request("GET", groupsPath, {}, {}, "Authorization: Bearer wrong\r\n"));
    QCOMPARE(refused.read().status, 401);
    std::vector<std::unique_ptr<Line>> strangers;
    const auto bring = [&](int count, const QByteArray &words) {
        for (int i = 0; i < count; ++i) {
            strangers.push_back(std::make_unique<Line>(place.port()));
            strangers.back()->send(words);
        }
    };
    bring(4, {});
    QVERIFY(refused.isClosed(20'000));
    bring(4, "GET /v1/audio/voices HTTP/1.1\r\nX: ");
    for (int i = 0; i < 4; ++i)
        QVERIFY(strangers[size_t(i)]->isClosed(20'000));
    QVERIFY(!strangers.back()->isClosed(200));
    // Whoever shows the token late is a guest all the same.
    strangers.back()->send("y\r\nHost: localhost\r\n" + authorization() + "\r\n");
    QCOMPARE(strangers.back()->read().status, 200);
    Line *late = strangers.back().get();
    bring(20, {});
    for (Line *guest : {guests.front().get(), guests.back().get(), late}) {
        guest->send(request("GET", groupsPath));
        QCOMPARE(guest->read().status, 200);
    }
}

void TestLimits::strangersMustAskSoon()
{
    Place place({.patience = 600ms, .deadline = 3s});
    Line slow(place.port());
    Line refused(place.port());
    Line guest(place.port());
    guest.send(request("GET", groupsPath));
    QCOMPARE(guest.read().status, 200);
    slow.send("GET /v1/audio/voices HTTP/1.1\r\nX: ");
    QElapsedTimer timer;
    timer.start();
    // Each drip starts the idleness anew, and each request the deadline.
    while (timer.elapsed() < 20'000 && !slow.isClosed(20))
        slow.socket().write("x");
    QVERIFY2(timer.elapsed() >= 500 && timer.elapsed() < 3000,
             QByteArray::number(timer.elapsed()).constData());
    while (timer.elapsed() < 20'000 && !refused.isClosed(100)) {
        refused.send(request("GET", groupsPath, {}, {}, "Authorization: Bearer wrong\r\n"));
        guest.send(request("GET", groupsPath));
        QCOMPARE(guest.read().status, 200);
    }
    QCOMPARE(refused.socket().state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!guest.isClosed(20));
}

void TestLimits::fewDescriptorsAreEnough()
{
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const auto putBack = qScopeGuard([&] { ::setrlimit(RLIMIT_NOFILE, &before); });
    rlimit few{.rlim_cur = 64, .rlim_max = before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
    Place place; // takes as many as it needs
    rlimit now{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &now), 0);
    QVERIFY(now.rlim_cur >= 900);
    std::vector<std::unique_ptr<Line>> lines; // both ends are here
    for (int i = 0; i < 400; ++i)
        lines.push_back(std::make_unique<Line>(place.port()));
    QCOMPARE(ask(place.port(), "GET", groupsPath).status, 200);
}

void TestLimits::silentConnectionsAreClosed()
{
    Place place({.idle = 1s});
    Line silent(place.port());
    Line half(place.port());
    half.send(request("POST", groupsPath, R"({"name":"abc"})").chopped(5));
    QElapsedTimer timer;
    timer.start();
    Line idle(place.port());
    idle.send(request("GET", groupsPath));
    QCOMPARE(idle.read().status, 200);
    QVERIFY(idle.isClosed(20'000));
    QVERIFY2(timer.elapsed() >= 900, QByteArray::number(timer.elapsed()).constData());
    QVERIFY(half.isClosed(20'000));
    QVERIFY(silent.isClosed(20'000));
}

void TestLimits::drippingIsCut_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("header") << QByteArray("GET /v1/audio/voices HTTP/1.1\r\nHost: localhost\r\nX: ");
    QTest::newRow("body") << request("POST", groupsPath, QByteArray(60'000, ' ')).chopped(50'000);
    QTest::newRow("refused body")
        << request("POST", groupsPath, QByteArray(60'000, ' '), {}, "Authorization: no\r\n").chopped(50'000);
}

void TestLimits::drippingIsCut()
{
    QFETCH(QByteArray, start);
    Place place({.deadline = 600ms});
    Line line(place.port());
    line.send(start);
    QElapsedTimer timer;
    timer.start();
    // Each drip starts the ten seconds of idleness anew: it is the deadline that cuts.
    while (timer.elapsed() < 20'000 && !line.isClosed(20))
        line.socket().write("x");
    QCOMPARE(line.socket().state(), QAbstractSocket::UnconnectedState);
    QVERIFY2(timer.elapsed() >= 500, QByteArray::number(timer.elapsed()).constData());
}

void TestLimits::waitingForTheEngineIsNoIdleness()
{
    Place place({.idle = 1s, .deadline = 5s, .heldBytes = 256 * 1024 * 1024});
    const QString group = place.newGroup();
    QCOMPARE(place.enrol(group, QStringLiteral("A"), enrolSpeech(0)).code(), 0);
    std::vector<std::unique_ptr<Line>> lines;
    QElapsedTimer timer;
    timer.start();
    const QByteArray scoring = identifyRequest(group, longSpeech());
    for (int i = 0; i < 24; ++i) {
        lines.push_back(std::make_unique<Line>(place.port()));
        lines.back()->send(scoring);
    }
    for (const auto &line : lines)
        QCOMPARE(line->read().code(), 0);
    qInfo("24 clips of 2 min took %lld ms", timer.elapsed());
}

// A client that asks and then takes nothing.
static std::unique_ptr<Line> stuckReader(quint16 port, const QByteArray &path)
{
    auto line = std::make_unique<Line>(port);
    line->socket().setReadBufferSize(1024);
    line->socket().setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
    line->send(request("GET", path));
    line->socket().waitForReadyRead(20'000);
    return line;
}

void TestLimits::slowReadersAreCut()
{
    Place place;
    const QString group = place.newGroup();
    const QByteArray sound = longSpeech();
    const QByteArray path = groupPath(group, "/features/") +
                            place.enrol(group, QStringLiteral("A"), sound).id().toLatin1() + "/audio";
    place.stop();
    place.limits.deadline = 2s;
    place.start();
    QElapsedTimer timer;
    timer.start();
    const auto line = stuckReader(place.port(), path);
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(place.port(), line->socket().localPort()) != "01",
                             20'000); // established
    QVERIFY2(timer.elapsed() >= 1900, QByteArray::number(timer.elapsed()).constData());
    QCOMPARE(ask(place.port(), "GET", path).body, sound); // whoever reads gets all of it
}

void TestLimits::bodiesAreBounded()
{
    Place place({.heldBytes = 1'000'000});
    const QString group = place.newGroup();
    const Reply reply = place.enrol(group, QStringLiteral("A"), longSpeech());
    QCOMPARE(reply.status, 503);
    QCOMPARE(reply.code(), 4013);
    for (int i = 0; i < 3; ++i) // what was held is given back
        QCOMPARE(place.enrol(group, QStringLiteral("B"), enrolSpeech(0)).code(), 0);
}

void TestLimits::largeResponsesAreBounded()
{
    Place place({.sentBytes = 10'000'000});
    const QString group = place.newGroup();
    const QByteArray sound = longSpeech();
    const QByteArray path = groupPath(group, "/features/") +
                            place.enrol(group, QStringLiteral("A"), sound).id().toLatin1() + "/audio";
    std::vector<std::unique_ptr<Line>> lines;
    for (int i = 0; i < 2; ++i)
        lines.push_back(stuckReader(place.port(), path));
    const Reply third = ask(place.port(), "GET", path);
    QCOMPARE(third.status, 503);
    QCOMPARE(third.code(), 4013);
    QVERIFY(!third.headers.value("x-tt-logid").isEmpty());
    QCOMPARE(ask(place.port(), "GET", groupsPath).items().size(), 1); // small ones find room
    QCOMPARE(place.identify(group, testSpeech(0)).code(), 0);         // and so do requests
    lines.clear();
    QTRY_COMPARE_WITH_TIMEOUT(ask(place.port(), "GET", path).body, sound, 20'000);
}

void TestLimits::abandonedUploadsGiveTheirMemoryBack()
{
    Place place({.idle = 60s, .deadline = 600s, .heldBytes = 10'000'000});
    const QString group = place.newGroup();
    const QByteArray upload = identifyRequest(group, longSpeech());
    for (int i = 0; i < 5; ++i) {
        Line line(place.port());
        line.send(upload.first(3'000'000));
    }
    QTRY_COMPARE_WITH_TIMEOUT(place.enrol(group, QStringLiteral("A"), longSpeech()).code(), 0, 20'000);
    // A client that sends all and then closes its side still gets the responses.
    Line line(place.port());
    line.send(request("GET", groupsPath) + identifyRequest(group, longSpeech()));
    ::shutdown(int(line.socket().socketDescriptor()), SHUT_WR);
    QCOMPARE(line.read().status, 200);
    QCOMPARE(line.read().status, 200);
}

ROOM_TEST(TestLimits, QCoreApplication)
#include "test_limits.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/place.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <thread>

#include <sys/resource.h>

using namespace place;
using namespace std::chrono_literals;

//! Many, slow and stalled clients, and how fast the server stops.
class TestLoad : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void stopsQuickly_data();
    void stopsQuickly();
    void stalledClientsDelayNobody();
    void tooManyConnectionsAreTold();
    void silentConnectionsAreClosed();
    void drippingIsCut_data();
    void drippingIsCut();
    void waitingForTheEngineIsNoIdleness();
    void slowReadersAreCut();
    void bodiesAreBounded();
    void listsStayQuickBesideScoring();
    void writersDoNotDisturbEachOther();
};

// A wav file of 4 MiB: what takes the engine longest.
static QByteArray longSpeech()
{
    const QByteArray pcm = pcmOf(testSpeech(0));
    return wav(pcm.repeated(int(4'194'000 / pcm.size())));
}

static QByteArray identifyRequest(const QString &group, const QByteArray &sound)
{
    return request("POST", groupPath(group, "/speaker_identify"), form({{"file", sound, "a.wav"}}),
                   "multipart/form-data; boundary=test-boundary");
}

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

void TestLoad::initTestCase()
{
    // Both ends of 500 connections are in this process.
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &files), 0);
}

void TestLoad::stopsQuickly_data()
{
    QTest::addColumn<QByteArray>("bytes"); // sent on a connection that stays open
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("idle after an answer") << request("GET", groupsPath);
    QTest::newRow("half a header") << QByteArray("GET /v1/audio/voi");
    QTest::newRow("half a body")
        << request("POST", groupsPath, R"({"name":"abc"})", "application/json").chopped(5);
    QTest::newRow("enrolling") << QByteArray("enrol");
    QTest::newRow("identifying") << QByteArray("identify");
}

void TestLoad::stopsQuickly()
{
    QFETCH(QByteArray, bytes);
    Place place;
    const QString group = place.newGroup();
    QCOMPARE(place.enrol(group, QStringLiteral("A"), enrolSpeech(0)).code(), 0);
    if (bytes == "identify")
        bytes = identifyRequest(group, longSpeech());
    else if (bytes == "enrol")
        bytes =
            request("POST", groupPath(group, "/features"), form({{"file", longSpeech()}, {"name", "long"}}),
                    "multipart/form-data; boundary=test-boundary");
    std::vector<std::unique_ptr<Line>> lines;
    for (int i = 0; i < 10; ++i) {
        lines.push_back(std::make_unique<Line>(place.port()));
        lines.back()->send(bytes);
    }
    QTest::qWait(60); // the work has begun, and is not over
    QElapsedTimer timer;
    timer.start();
    place.stop();
    const qint64 elapsed = timer.elapsed();
    qInfo("stopped after %lld ms", elapsed);
    QVERIFY2(elapsed < 300, QByteArray::number(elapsed).constData());
    place.start(); // the data directory is free again, and whole
    QVERIFY(ask(place.port(), "GET", groupPath(group, "/features")).items().size() >= 1);
}

void TestLoad::stalledClientsDelayNobody()
{
    Place place;
    place.newGroup();
    const QList<QByteArray> stalls{
        {},
        "GET /v1/audio/voices HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        request("POST", groupsPath, QByteArray(200, ' '), "application/json").chopped(100),
        "POST " + groupsPath + "/1/features HTTP/1.1\r\nHost: x\r\n" + authorization() +
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 4000000\r\n\r\n--b\r\n" +
            QByteArray(50'000, 'x'),
    };
    std::vector<std::unique_ptr<Line>> lines;
    for (int i = 0; i < 500; ++i) {
        lines.push_back(std::make_unique<Line>(place.port()));
        QCOMPARE(lines.back()->socket().state(), QAbstractSocket::ConnectedState);
        lines.back()->send(stalls[i % stalls.size()]);
    }
    QElapsedTimer timer;
    QList<qint64> times;
    for (int i = 0; i < 200; ++i) {
        timer.start();
        QCOMPARE(ask(place.port(), "GET", groupsPath).items().size(), 1);
        times.append(timer.nsecsElapsed() / 1000);
    }
    std::sort(times.begin(), times.end());
    qInfo("beside 500 stalled connections a list takes %lld us, p99 %lld us", times[100], times[198]);
    QVERIFY(times[198] < 100'000);
    timer.start();
    place.stop();
    qInfo("stopped after %lld ms", timer.elapsed());
    QVERIFY(timer.elapsed() < 300);
}

void TestLoad::tooManyConnectionsAreTold()
{
    Place place({.connections = 5});
    place.newGroup();
    QTest::qWait(50);
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
        QVERIFY(extra.isClosed(1000));
    }
    lines.front()->send(request("GET", groupsPath)); // those inside notice nothing
    QCOMPARE(lines.front()->read().status, 200);
    lines.clear();
    QTRY_COMPARE(ask(place.port(), "GET", groupsPath).status, 200);
}

void TestLoad::silentConnectionsAreClosed()
{
    Place place({.idle = 1s});
    Line silent(place.port());
    Line half(place.port());
    half.send(request("POST", groupsPath, R"({"name":"abc"})").chopped(5));
    Line idle(place.port());
    idle.send(request("GET", groupsPath));
    QCOMPARE(idle.read().status, 200);
    QVERIFY(!idle.isClosed(300));
    QVERIFY(idle.isClosed(3000));
    QVERIFY(half.isClosed(3000));
    QVERIFY(silent.isClosed(3000));
}

void TestLoad::drippingIsCut_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("header") << QByteArray("GET /v1/audio/voices HTTP/1.1\r\nHost: x\r\nX: ");
    QTest::newRow("body") << request("POST", groupsPath, QByteArray(60'000, ' ')).chopped(50'000);
    QTest::newRow("refused body")
        << request("POST", groupsPath, QByteArray(60'000, ' '), {}, "Authorization: no\r\n").chopped(50'000);
}

void TestLoad::drippingIsCut()
{
    QFETCH(QByteArray, start);
    Place place({.deadline = 600ms});
    Line line(place.port());
    line.send(start);
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 5000 && !line.isClosed(20))
        line.socket().write("x");
    QVERIFY2(timer.elapsed() >= 500 && timer.elapsed() < 1500,
             QByteArray::number(timer.elapsed()).constData());
}

void TestLoad::waitingForTheEngineIsNoIdleness()
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

void TestLoad::slowReadersAreCut()
{
    Place place({.deadline = 600ms});
    const QString group = place.newGroup();
    const QByteArray sound = longSpeech();
    const QByteArray path = groupPath(group, "/features/") +
                            place.enrol(group, QStringLiteral("A"), sound).id().toLatin1() + "/audio";
    Line line(place.port());
    line.socket().setReadBufferSize(1024);
    line.socket().setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
    const quint16 local = line.socket().localPort();
    line.send(request("GET", path));
    QTest::qWait(300);
    QCOMPARE(stateOf(place.port(), local), "01"); // established
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(place.port(), local) != "01", 1500);
    QCOMPARE(ask(place.port(), "GET", path).body, sound); // whoever reads gets all of it
}

void TestLoad::bodiesAreBounded()
{
    Place place({.heldBytes = 1'000'000});
    const QString group = place.newGroup();
    const Reply reply = place.enrol(group, QStringLiteral("A"), longSpeech());
    QCOMPARE(reply.status, 503);
    QCOMPARE(reply.code(), 4013);
    for (int i = 0; i < 3; ++i) // what was held is given back
        QCOMPARE(place.enrol(group, QStringLiteral("B"), enrolSpeech(0)).code(), 0);
}

void TestLoad::listsStayQuickBesideScoring()
{
    Place place;
    const QString group = place.newGroup();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(place.enrol(group, QString::number(i), enrolSpeech(i)).code(), 0);
    const QByteArray scoring = identifyRequest(group, longSpeech());
    std::atomic<bool> over = false;
    std::atomic<int> scored = 0;
    std::vector<std::thread> askers;
    for (int i = 0; i < 4; ++i) {
        askers.emplace_back([&] {
            Line line(place.port());
            while (!over) {
                line.send(scoring);
                scored += line.read().code() == 0 ? 1 : 0;
            }
        });
    }
    QTest::qWait(200);
    QElapsedTimer timer;
    QList<qint64> times;
    Line line(place.port());
    for (int i = 0; i < 200; ++i) {
        timer.start();
        line.send(request("GET", groupPath(group, "/features")));
        QCOMPARE(line.read().items().size(), 3);
        times.append(timer.nsecsElapsed() / 1000);
        QTest::qWait(2);
    }
    over = true;
    for (std::thread &asker : askers)
        asker.join();
    std::sort(times.begin(), times.end());
    qInfo("beside 4 clients that score (%d clips of 2 min) a list takes %lld us, p95 %lld us", scored.load(),
          times[100], times[190]);
    QVERIFY(scored > 0);
    QVERIFY(times[190] < 100'000);
}

void TestLoad::writersDoNotDisturbEachOther()
{
    Place place;
    constexpr int writers = 6;
    constexpr int each = 20;
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int i = 0; i < writers; ++i) {
        threads.emplace_back([&, i] {
            Line line(place.port());
            for (int n = 0; n < each; ++n) {
                const QByteArray name = QByteArray::number(i) + '-' + QByteArray::number(n);
                line.send(request("POST", groupsPath, "{\"name\":\"" + name + "\"}", "application/json"));
                const QString id = line.read().id();
                line.send(request("PUT", groupPath(id), "{\"desc\":\"" + name + "\"}", "application/json"));
                good += line.read().code() == 0 ? 1 : 0;
                if (n % 2) {
                    line.send(request("DELETE", groupPath(id)));
                    good += line.read().code() == 0 ? 1 : 0;
                }
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(good.load(), writers * each * 3 / 2);
    const Reply list = ask(place.port(), "GET", groupsPath + "?page_size=200");
    QCOMPARE(list.data().value(u"total").toInteger(), writers * each / 2);
    QSet<QString> ids;
    for (const QJsonValue &group : list.items()) {
        ids.insert(group.toObject().value(u"id").toString());
        QCOMPARE(group.toObject().value(u"desc"), group.toObject().value(u"name"));
    }
    QCOMPARE(ids.size(), writers * each / 2);
}

QTEST_GUILESS_MAIN(TestLoad)
#include "test_load.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/memory.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QElapsedTimer>
#include <QScopeGuard>
#include <QSignalSpy>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using Kind = Error::Kind;
using namespace std::chrono_literals;

class FailuresTest : public QObject
{
    Q_OBJECT
private slots:
    void nobodyListens();
    void unknownHost();
    void notTls();
    void cutAnswer();
    void connectLimit();
    void idleLimit_data();
    void idleLimit();
    void idleLimitAmidAnAnswer();
    void slowButAlive();
    void stalledUpload();
    void uploadLimit();
    void getIsTriedAgain_data();
    void getIsTriedAgain();
    void busyOnce();
    void othersAreNotTriedAgain_data();
    void othersAreNotTriedAgain();
    void retryAfterIsObeyed();
    void longRetryAfterIsTold();
    void abortBetweenTries();
    void closedConnectionSeesOneRequest_data();
    void closedConnectionSeesOneRequest();
    void closedKeptConnectionSeesOneRequest_data();
    void closedKeptConnectionSeesOneRequest();
    void closedAmidAnUpload();
    void redirects_data();
    void redirects();
    void redirectToAnotherHost();
    void writesAreNotRedirected();
    void everyStatusHasItsBody();
    void hugeAnswer_data();
    void hugeAnswer();
};

void FailuresTest::nobodyListens()
{
    QUrl url;
    {
        ScriptedServer server;
        url = server.url();
    }
    Client client(connectionTo(url), shortLimits());
    for (const Verb verb : {Verb::Get, Verb::Post, Verb::Delete}) {
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Offline");
        QVERIFY(!answer.error().detail.isEmpty());
    }
}

void FailuresTest::unknownHost()
{
    Client client(connectionTo(QUrl(QStringLiteral("http://no-such-host.invalid"))), {.tries = 1});
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait(15'000));
    QCOMPARE(nameOf(answer.error().kind), "Offline");
}

void FailuresTest::notTls()
{
    ScriptedServer server({Step::data("1")});
    QTcpServer plain;
    QVERIFY(plain.listen(QHostAddress::LocalHost));
    connect(&plain, &QTcpServer::newConnection, this,
            [&] { plain.nextPendingConnection()->write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    Client client(connectionTo(QUrl(QStringLiteral("https://127.0.0.1:%1").arg(plain.serverPort()))),
                  {.connect = 5s, .idle = 5s, .tries = 1});
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait(15'000));
    QCOMPARE(nameOf(answer.error().kind), "Tls");
}

void FailuresTest::cutAnswer()
{
    Step cut = Step::data(R"({"id":"12345678"})");
    cut.cut = cut.answer.size() - 5;
    ScriptedServer server({cut, Step::data("1")});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> posted(client, requestOf(Verb::Post));
    QVERIFY(posted.wait());
    QCOMPARE(nameOf(posted.error().kind), "Offline");
    QCOMPARE(server.requests().size(), 1);

    server.setScript({cut, Step::data("1")});
    Awaited<Nothing> got(client, requestOf(Verb::Get));
    QVERIFY(got.wait());
    QVERIFY(got.results.value(0, Error{})); // the second try
}

void FailuresTest::connectLimit()
{
    // A listener whose queue is full does not take part in another handshake.
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto closeListener = qScopeGuard([&] { ::close(listener); });
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QVERIFY(::bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
    QVERIFY(::listen(listener, 0) == 0);
    socklen_t size = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    QList<QTcpSocket *> fillers;
    for (int i = 0; i < 3; ++i) {
        auto *socket = new QTcpSocket(this);
        socket->connectToHost(QHostAddress::LocalHost, ntohs(address.sin_port));
        fillers << socket;
    }
    QTest::qWait(100);

    TimeLimits limits = shortLimits();
    limits.idle = limits.upload = 60s;
    Client client(connectionTo(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(ntohs(address.sin_port)))),
                  limits);
    for (const Verb verb : {Verb::Get, Verb::Post, Verb::Put}) {
        QElapsedTimer timer;
        timer.start();
        Awaited<Nothing> answer(client, requestOf(verb));
        QVERIFY(answer.wait(40'000));
        QCOMPARE(nameOf(answer.error().kind), "Timeout");
        QVERIFY2(timer.elapsed() >= 350 && timer.elapsed() < 30'000, // the other limits are 60 s
                 qPrintable(QString::number(timer.elapsed())));
    }
    qDeleteAll(fillers);
}

void FailuresTest::idleLimit_data()
{
    QTest::addColumn<Verb>("verb");
    QTest::newRow("GET") << Verb::Get;
    QTest::newRow("POST") << Verb::Post;
    QTest::newRow("PUT") << Verb::Put;
    QTest::newRow("DELETE") << Verb::Delete;
}

void FailuresTest::idleLimit()
{
    QFETCH(Verb, verb);
    ScriptedServer server({Step::stall()});
    TimeLimits limits = shortLimits();
    limits.connect = limits.upload = 60s;
    Client client(connectionTo(server.url()), limits);
    QElapsedTimer timer;
    timer.start();
    Awaited<Nothing> answer(client, requestOf(verb));
    QVERIFY(answer.wait(40'000));
    QCOMPARE(nameOf(answer.error().kind), "Timeout");
    QVERIFY2(timer.elapsed() >= 350 && timer.elapsed() < 30'000, // the other limits are 60 s
             qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(server.requests().size(), 1);
}

void FailuresTest::idleLimitAmidAnAnswer()
{
    Step half = Step::data("1");
    half.answer.chop(4);
    ScriptedServer server({half});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait(10'000));
    QCOMPARE(nameOf(answer.error().kind), "Timeout");
}

void FailuresTest::slowButAlive()
{
    Step slow = Step::data(R"("some forty bytes, one after the other")");
    slow.drip = 50ms; // 2 s in all, never 1 s without a byte
    ScriptedServer server({slow});
    TimeLimits limits = shortLimits();
    limits.idle = 1s;
    Client client(connectionTo(server.url()), limits);
    QElapsedTimer timer;
    timer.start();
    Awaited<Nothing> answer(client, requestOf(Verb::Get));
    QVERIFY(answer.wait(20'000));
    QVERIFY2(answer.results.value(0, Error{}), qPrintable(answer.error().detail));
    QVERIFY(timer.elapsed() > 1000);
}

void FailuresTest::stalledUpload()
{
    // Accepts and never reads: the upload stops when the buffers of the system are full.
    QTcpServer deaf;
    QVERIFY(deaf.listen(QHostAddress::LocalHost));
    connect(&deaf, &QTcpServer::newConnection, this,
            [&] { deaf.nextPendingConnection()->setReadBufferSize(1); });
    TimeLimits limits = shortLimits();
    limits.upload = 60s;
    Client client(connectionTo(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(deaf.serverPort()))), limits);
    Awaited<Nothing> answer(client, requestOf(Verb::Post, 30'000'000));
    QVERIFY(answer.wait(20'000));
    QCOMPARE(nameOf(answer.error().kind), "Timeout");
}

void FailuresTest::uploadLimit()
{
    Step slow = Step::data(QByteArray(2000, '1'));
    slow.drip = 30ms; // a minute in all
    ScriptedServer server({slow});
    TimeLimits limits = shortLimits();
    limits.idle = 60s;
    Client client(connectionTo(server.url()), limits);
    QElapsedTimer timer;
    timer.start();
    Awaited<Nothing> answer(client, requestOf(Verb::Post));
    QVERIFY(answer.wait(40'000));
    QCOMPARE(nameOf(answer.error().kind), "Timeout");
    QVERIFY2(timer.elapsed() >= 1100 && timer.elapsed() < 30'000,
             qPrintable(QString::number(timer.elapsed())));
}

void FailuresTest::getIsTriedAgain_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("requests");
    const auto row = [](const char *name, const Step &step, int requests) {
        QTest::newRow(name) << step.answer << requests;
    };
    row("429", Step::http("429 Slow down", {}, {}), 3);
    row("502", Step::http("502 Bad gateway", {}, "<html>"), 3);
    row("503", Step::http("503 Busy", {}, {}), 3);
    row("504", Step::http("504 Timeout", {}, {}), 3);
    for (const char *code : {"4009", "4013", "4020", "5000"})
        row(code, Step::json(QByteArray("{\"code\":") + code + "}"), 3);
    row("500", Step::http("500 Broken", {}, {}), 1);
    row("404", Step::http("404 Not found", {}, {}), 1);
    for (const char *code : {"4000", "4008", "4011", "4100", "4101", "4200"})
        row(code, Step::json(QByteArray("{\"code\":") + code + "}", "429 whatever"), 1);
    row("HTML", Step::http("200 OK", {}, "<html>"), 1);
}

void FailuresTest::getIsTriedAgain()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, requests);
    ScriptedServer server({Step{.answer = answer}});
    Client client(connectionTo(server.url()), shortLimits());
    QSignalSpy exchanged(&client, &Client::exchanged);
    Awaited<Nothing> got(client, requestOf(Verb::Get));
    QVERIFY(got.wait());
    QCOMPARE(got.results.size(), 1);
    QVERIFY(!got.results.first());
    QCOMPARE(server.requests().size(), requests);
    QCOMPARE(exchanged.size(), requests);
}

void FailuresTest::busyOnce()
{
    ScriptedServer server({Step::http("503 Busy", {}, {}), Step::data("1")});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> got(client, requestOf(Verb::Get));
    QVERIFY(got.wait());
    QVERIFY(got.results.value(0, Error{}));
    QCOMPARE(server.requests().size(), 2);
}

void FailuresTest::othersAreNotTriedAgain_data()
{
    QTest::addColumn<Verb>("verb");
    QTest::newRow("POST") << Verb::Post;
    QTest::newRow("PUT") << Verb::Put;
    QTest::newRow("DELETE") << Verb::Delete;
}

void FailuresTest::othersAreNotTriedAgain()
{
    QFETCH(Verb, verb);
    ScriptedServer server({Step::http("503 Busy", "Retry-After: 0\r\n", {})});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> answer(client, requestOf(verb));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Busy");
    QTest::qWait(100);
    QCOMPARE(server.requests().size(), 1);
}

void FailuresTest::retryAfterIsObeyed()
{
    ScriptedServer server({Step::http("429 Slow down", "Retry-After: 1\r\n", {}), Step::data("1")});
    Client client(connectionTo(server.url()), shortLimits());
    QElapsedTimer timer;
    timer.start();
    Awaited<Nothing> got(client, requestOf(Verb::Get));
    QVERIFY(got.wait(10'000));
    QVERIFY(got.results.value(0, Error{}));
    QVERIFY2(timer.elapsed() >= 990, qPrintable(QString::number(timer.elapsed())));
}

void FailuresTest::longRetryAfterIsTold()
{
    const QByteArray tomorrow = QLocale::c()
                                    .toString(QDateTime::currentDateTimeUtc().addDays(1),
                                              QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"))
                                    .toLatin1();
    for (const QByteArray &rest : {QByteArray("3600"), tomorrow}) {
        ScriptedServer server({Step::http("429 Slow down", "Retry-After: " + rest + "\r\n", {})});
        Client client(connectionTo(server.url()), shortLimits());
        Awaited<Nothing> got(client, requestOf(Verb::Get));
        QVERIFY(got.wait(3000));
        QCOMPARE(nameOf(got.error().kind), "Busy");
        QCOMPARE(server.requests().size(), 1);
    }
}

void FailuresTest::abortBetweenTries()
{
    ScriptedServer server({Step::http("429 Slow down", "Retry-After: 1\r\n", {}), Step::data("1")});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> got(client, requestOf(Verb::Get));
    QTRY_COMPARE(server.requests().size(), 1);
    QTest::qWait(100);
    got.call->abort();
    QTest::qWait(1200);
    QCOMPARE(got.results.size(), 0);
    QCOMPARE(got.finished, 1);
    QCOMPARE(server.requests().size(), 1);
}

void FailuresTest::closedConnectionSeesOneRequest_data()
{
    othersAreNotTriedAgain_data();
}

void FailuresTest::closedConnectionSeesOneRequest()
{
    QFETCH(Verb, verb);
    ScriptedServer server({Step::close()});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> answer(client, requestOf(verb));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Offline");
    QTest::qWait(300);
    QCOMPARE(server.requests().size(), 1);
}

void FailuresTest::closedKeptConnectionSeesOneRequest_data()
{
    othersAreNotTriedAgain_data();
}

void FailuresTest::closedKeptConnectionSeesOneRequest()
{
    QFETCH(Verb, verb);
    ScriptedServer server({Step::data("1"), Step::data("1"), Step::close()});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> warmUp(client, requestOf(Verb::Get)); // leaves a connection open
    QVERIFY(warmUp.wait());
    Awaited<Nothing> first(client, requestOf(verb)); // and so does this server, whatever it was asked
    QVERIFY(first.wait());
    QVERIFY(first.results.value(0, Error{}));
    const qsizetype before = server.requests().size();
    Awaited<Nothing> answer(client, requestOf(verb));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Offline");
    QTest::qWait(300);
    QCOMPARE(server.requests().size(), before + 1);
}

void FailuresTest::closedAmidAnUpload()
{
    QTcpServer rude;
    QVERIFY(rude.listen(QHostAddress::LocalHost));
    int connections = 0;
    connect(&rude, &QTcpServer::newConnection, this, [&] {
        ++connections;
        QTcpSocket *socket = rude.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            socket->abort();
        });
    });
    Client client(connectionTo(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(rude.serverPort()))),
                  shortLimits());
    Awaited<Nothing> answer(client, requestOf(Verb::Post, 3'000'000));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Offline");
    QTest::qWait(300);
    QVERIFY2(connections <= 2,
             qPrintable(QString::number(connections))); // Qt may connect again, but has nothing to send
}

void FailuresTest::redirects_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<bool>("isFollowed");
    QTest::newRow("relative") << QByteArray("/y") << true;
    QTest::newRow("another port") << QByteArray("http://127.0.0.1:9/y") << false;
    QTest::newRow("another name") << QByteArray("http://localhost/y") << false;
    QTest::newRow("another host") << QByteArray("https://example.com/y") << false;
    QTest::newRow("file") << QByteArray("file:///etc/passwd") << false;
    QTest::newRow("with a name") << QByteArray("//me@127.0.0.1/y") << false;
}

void FailuresTest::redirects()
{
    QFETCH(QByteArray, location);
    QFETCH(bool, isFollowed);
    ScriptedServer server({Step::redirect(location), Step::data("1")});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> got(client, requestOf(Verb::Get));
    QVERIFY(got.wait());
    QCOMPARE(bool(got.results.value(0, Error{})), isFollowed);
    QCOMPARE(server.requests().size(), isFollowed ? 2 : 1);
    if (!isFollowed)
        QCOMPARE(nameOf(got.error().kind), "Stranger");

    server.setScript({Step::redirect("/again")});
    Awaited<Nothing> loop(client, requestOf(Verb::Get));
    QVERIFY(loop.wait());
    QCOMPARE(nameOf(loop.error().kind), "Stranger");
    QVERIFY(server.requests().size() < 12);
}

void FailuresTest::redirectToAnotherHost()
{
    ScriptedServer other({Step::data("1")});
    ScriptedServer server({Step::redirect(other.url(QStringLiteral("/y")).toEncoded())});
    Client client(connectionTo(server.url()), shortLimits());
    Awaited<Nothing> got(client, requestOf(Verb::Get));
    QVERIFY(got.wait());
    QCOMPARE(nameOf(got.error().kind), "Stranger");
    QCOMPARE(other.connections(), 0);
}

void FailuresTest::writesAreNotRedirected()
{
    for (const char *status : {"302 Found", "307 Temporary", "308 Permanent"}) {
        ScriptedServer server({Step::http(status, "Location: /y\r\n", {}), Step::data("1")});
        Client client(connectionTo(server.url()), shortLimits());
        Awaited<Nothing> posted(client, requestOf(Verb::Post));
        QVERIFY(posted.wait());
        QVERIFY2(posted.error().kind == Kind::Stranger, qPrintable(posted.error().detail));
        QCOMPARE(server.requests().size(), 1);
    }
}

void FailuresTest::everyStatusHasItsBody()
{
    const QByteArray body = R"({"code":4000,"msg":"no","x":")" + QByteArray(300'000, 'x') + "\"}";
    for (const char *status : {"400 Bad", "402 Pay", "405 Not so", "409 Conflict", "410 Gone", "413 Large",
                               "418 Teapot", "422 Odd", "451 Law", "500 Broken", "501 Not yet", "507 Full"}) {
        ScriptedServer server({Step::json(body, status)});
        Client client(connectionTo(server.url()), shortLimits());
        for (const Verb verb : {Verb::Get, Verb::Post}) {
            Awaited<Nothing> answer(client, requestOf(verb));
            QVERIFY(answer.wait());
            QVERIFY2(answer.error().code == 4000, qPrintable(QLatin1String(status) + answer.error().detail));
        }
    }
}

void FailuresTest::hugeAnswer_data()
{
    QTest::addColumn<bool>("isLengthTold");
    QTest::addColumn<Verb>("verb");
    QTest::newRow("GET, length told") << true << Verb::Get;
    QTest::newRow("GET, length unknown") << false << Verb::Get;
    QTest::newRow("POST, length told") << true << Verb::Post;
    QTest::newRow("POST, length unknown") << false << Verb::Post;
}

void FailuresTest::hugeAnswer()
{
    QFETCH(bool, isLengthTold);
    QFETCH(Verb, verb);
    ScriptedServer server({Step::huge(200'000'000, isLengthTold)});
    Client client(connectionTo(server.url()), {.connect = 5s, .idle = 5s});
    const MemoryGrowth growth;
    Awaited<Nothing> answer(client, requestOf(verb));
    QVERIFY(answer.wait(30'000));
    QCOMPARE(nameOf(answer.error().kind), "Malformed");
    QVERIFY2(server.bytesTaken() < 40'000'000, qPrintable(QString::number(server.bytesTaken())));
    QCOMPARE(server.requests().size(), 1);
#ifndef __SANITIZE_ADDRESS__ // which keeps freed memory for a while
    QVERIFY2(growth.bytes() < 32'000'000, qPrintable(QString::number(growth.bytes())));
#endif
}

ROOM_TEST(FailuresTest, QCoreApplication)
#include "test_failures.moc"

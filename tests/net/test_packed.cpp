// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/memory.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QProcess>

using namespace std::chrono_literals;

namespace {

constexpr qint64 mostGrowth = 32'000'000;

QByteArray gzipped(const QString &shellCommand)
{
    QProcess gzip;
    gzip.start(QStringLiteral("sh"), {QStringLiteral("-c"), shellCommand + QStringLiteral(" | gzip -1")});
    if (!gzip.waitForFinished(60'000) || gzip.exitCode() != 0)
        qFatal("gzip does not work");
    return gzip.readAllStandardOutput();
}

Step packed(const QByteArray &body, const QByteArray &encoding = "gzip")
{
    return Step::http("200 OK", "Content-Type: application/json\r\nContent-Encoding: " + encoding + "\r\n",
                      body);
}

// JSON that packs well: so many megabytes of blanks in an envelope.
QByteArray bomb(int megabytes)
{
    return gzipped(
        QStringLiteral(
            "{ printf '{\"code\":0,'; head -c %1 /dev/zero | tr '\\0' ' '; printf '\"data\":1}'; }")
            .arg(megabytes * 1'000'000));
}

} // namespace

class PackedTest : public QObject
{
    Q_OBJECT
private slots:
    void unpacked_data();
    void unpacked();
    void bombs_data();
    void bombs();
    void large();
    void broken();
    void refusalIsRead();
};

void PackedTest::unpacked_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("gzip") << QByteArray("gzip")
                          << gzipped(QStringLiteral("printf '{\"code\":0,\"data\":\"x\"}'"));
    QTest::newRow("x-gzip") << QByteArray("x-gzip")
                            << gzipped(QStringLiteral("printf '{\"code\":0,\"data\":\"x\"}'"));
    QTest::newRow("deflate") << QByteArray("deflate") << qCompress(R"({"code":0,"data":"x"})").mid(4);
}

void PackedTest::unpacked()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QByteArray, body);
    ScriptedServer server({packed(body, encoding)});
    Client client(connectionTo(server.url()), ampleLimits());
    for (const Verb verb : {Verb::Get, Verb::Post}) {
        Awaited<Anything> answer(client,
                                 {{.verb = verb, .path = QStringLiteral("/x"), .body = QJsonObject()}});
        QVERIFY(answer.wait());
        QVERIFY2(answer.results.value(0, Error{}), qPrintable(answer.error().detail));
        QCOMPARE(answer.results.first()->data.toString(), QStringLiteral("x"));
        QVERIFY(server.requests().last().header("Accept-Encoding").contains("gzip"));
    }
}

void PackedTest::bombs_data()
{
    QTest::addColumn<int>("megabytes");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("20 MB") << 20 << QByteArray("200 OK");
    QTest::newRow("400 MB") << 400 << QByteArray("200 OK");
    QTest::newRow("400 MB, refused") << 400 << QByteArray("500 Broken");
    QTest::newRow("400 MB, x-gzip") << 400 << QByteArray("200 OK\r\nX-Encoding: x-gzip");
}

void PackedTest::bombs()
{
    QFETCH(int, megabytes);
    QFETCH(QByteArray, status);
    Step step = packed(bomb(megabytes));
    step.answer.replace("200 OK", status);
    if (status.contains("x-gzip"))
        step.answer.replace("Content-Encoding: gzip", "Content-Encoding: x-gzip");
    ScriptedServer server({step});
    Client client(connectionTo(server.url()), {.connect = 5s, .idle = 5s, .tries = 1});
    const MemoryGrowth growth;
    Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
    QVERIFY(answer.wait(30'000));
    QVERIFY(!answer.results.value(0, Error{}));
    QCOMPARE(nameOf(answer.error().kind), status.startsWith("200") ? "Malformed" : "Stranger");
#ifndef __SANITIZE_ADDRESS__ // which keeps freed memory for a while
    QVERIFY2(growth.bytes() < mostGrowth, qPrintable(QString::number(growth.bytes())));
#endif
}

void PackedTest::large()
{
    ScriptedServer server({packed(bomb(2))}); // packed tighter than 1:100, and yet an honest answer
    Client client(connectionTo(server.url()), {.connect = 5s, .idle = 5s, .tries = 1});
    Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
    QVERIFY(answer.wait(30'000));
    QVERIFY2(answer.results.value(0, Error{}), qPrintable(answer.error().detail));
}

void PackedTest::broken()
{
    QByteArray body = gzipped(QStringLiteral("printf '{\"code\":0,\"data\":\"x\"}'"));
    body[15] = char(body[15] ^ 0x55);
    ScriptedServer server({packed(body)});
    Client client(connectionTo(server.url()), {.connect = 5s, .idle = 5s, .tries = 1});
    Awaited<Nothing> answer(client,
                            {{.verb = Verb::Post, .path = QStringLiteral("/x"), .body = QJsonObject()}});
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Malformed");
    QVERIFY(answer.error().isOutcomeUnknown);
}

void PackedTest::refusalIsRead()
{
    Step step = packed(gzipped(QStringLiteral("printf '{\"code\":4100,\"msg\":\"x\"}'")));
    step.answer.replace("200 OK", "401 Unauthorized");
    ScriptedServer server({step});
    Client client(connectionTo(server.url()), ampleLimits());
    Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
    QVERIFY(answer.wait());
    QCOMPARE(answer.error().code, 4100);
}

ROOM_TEST(PackedTest, QCoreApplication)
#include "test_packed.moc"

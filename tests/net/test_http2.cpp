// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/memory.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace std::chrono_literals;

namespace {

// A real server that speaks nothing but HTTP/2; it serves files.
class Http2Server
{
public:
    Http2Server()
    {
        {
            QTcpServer free;
            free.listen(QHostAddress::LocalHost);
            m_port = free.serverPort();
        }
        start();
    }
    ~Http2Server() { stop(); }

    void start()
    {
        m_process.start(QStringLiteral("nghttpd"),
                        {QStringLiteral("-a"), QStringLiteral("127.0.0.1"), QStringLiteral("-d"),
                         m_folder.path(), QString::number(m_port), QStringLiteral(TEST_DATA "/tls-key.pem"),
                         QStringLiteral(TEST_DATA "/tls-certificate.pem")});
    }
    void stop()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    bool isUp()
    {
        if (!m_process.waitForStarted())
            return false;
        return QTest::qWaitFor([this] {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, m_port);
            return socket.waitForConnected(100);
        });
    }
    void put(const QString &name, const QByteArray &content, qint64 size = -1)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0 || (size > 0 && !file.resize(size)))
            qFatal("cannot write %s", qPrintable(name));
    }
    Connection connection() const
    {
        Connection connection = connectionTo(QUrl(QStringLiteral("https://127.0.0.1:%1").arg(m_port)));
        connection.authorities = {ScriptedServer::certificate()};
        return connection;
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
};

Request<Anything> got(const QString &path)
{
    return {{.path = path}};
}

} // namespace

class Http2Test : public QObject
{
    Q_OBJECT
private slots:
    void pages();
    void manyAtOnce();
    void hugeAnswer();
    void abortAmidAnAnswer();
    void missing();
    void serverGoneAndBack();
    void writesSpeakHttp1();
};

void Http2Test::pages()
{
    Http2Server server;
    QVERIFY2(server.isUp(), "nghttpd (package nghttp2-server) is missing");
    server.put(QStringLiteral("x"), R"({"code":0,"data":"x"})");
    server.put(QStringLiteral("large"), R"({"code":0,"data":")" + QByteArray(1'500'000, 'y') + "\"}");
    Client client(server.connection(), {.connect = 5s, .idle = 5s, .tries = 1});
    for (int i = 0; i < 5; ++i) {
        Awaited<Anything> small(client, got(QStringLiteral("/x")));
        Awaited<Anything> large(client, got(QStringLiteral("/large")));
        QVERIFY(small.wait() && large.wait());
        QVERIFY2(small.results.value(0, Error{}), qPrintable(small.error().detail));
        QVERIFY2(large.results.value(0, Error{}), qPrintable(large.error().detail));
        QVERIFY(large.results.first()->data.toString().startsWith(QString(4000, u'y'))); // cut after that
    }
}

void Http2Test::manyAtOnce()
{
    Http2Server server;
    QVERIFY(server.isUp());
    server.put(QStringLiteral("x"), R"({"code":0,"data":")" + QByteArray(30'000, 'y') + "\"}");
    Client client(server.connection(), {.connect = 5s, .idle = 5s, .tries = 1});
    std::vector<std::unique_ptr<Awaited<Anything>>> calls;
    for (int i = 0; i < 200; ++i)
        calls.push_back(std::make_unique<Awaited<Anything>>(client, got(QStringLiteral("/x"))));
    for (const auto &call : calls) {
        QVERIFY(call->wait(20'000));
        QVERIFY2(call->results.value(0, Error{}), qPrintable(call->error().detail));
    }
}

void Http2Test::hugeAnswer()
{
    Http2Server server;
    QVERIFY(server.isUp());
    server.put(QStringLiteral("x"), R"({"code":0,"data":")", 200'000'000);
    Client client(server.connection(), {.connect = 5s, .idle = 5s, .tries = 1});
    Awaited<Anything> warmUp(client, got(QStringLiteral("/none")));
    QVERIFY(warmUp.wait());
    const MemoryGrowth growth;
    Awaited<Anything> answer(client, got(QStringLiteral("/x")));
    QVERIFY(answer.wait(20'000));
    QCOMPARE(nameOf(answer.error().kind), "Malformed");
    QTest::qWait(100); // it goes on arriving for a moment
#ifndef __SANITIZE_ADDRESS__
    QVERIFY2(growth.bytes() < 32'000'000, qPrintable(QString::number(growth.bytes())));
#endif
}

void Http2Test::abortAmidAnAnswer()
{
    Http2Server server;
    QVERIFY(server.isUp());
    server.put(QStringLiteral("x"), R"({"code":0,"data":"x"})");
    server.put(QStringLiteral("large"), "{", 15'000'000);
    Client client(server.connection(),
                  {.connect = 5s, .idle = 5s, .tries = 3}); // the connection of what was cut may end
    for (int i = 0; i < 5; ++i) {
        Awaited<Anything> large(client, got(QStringLiteral("/large")));
        QTRY_VERIFY(!large.call || large.call->isSent());
        QTest::qWait(5 * i);
        if (large.call)
            large.call->abort();
        Awaited<Anything> small(client, got(QStringLiteral("/x")));
        QVERIFY(small.wait());
        QVERIFY2(small.results.value(0, Error{}), qPrintable(small.error().detail));
    }
}

void Http2Test::missing()
{
    Http2Server server;
    QVERIFY(server.isUp());
    Client client(server.connection(), {.connect = 5s, .idle = 5s, .tries = 1});
    Awaited<Anything> answer(client, got(QStringLiteral("/none")));
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Stranger");
    QCOMPARE(answer.error().code, 404);
}

void Http2Test::serverGoneAndBack()
{
    Http2Server server;
    QVERIFY(server.isUp());
    server.put(QStringLiteral("x"), R"({"code":0,"data":"x"})");
    Client client(server.connection(), {.connect = 5s, .idle = 5s, .backoff = 20ms, .tries = 3});
    for (int i = 0; i < 2; ++i) {
        Awaited<Anything> answer(client, got(QStringLiteral("/x")));
        QVERIFY(answer.wait());
        QVERIFY2(answer.results.value(0, Error{}), qPrintable(answer.error().detail));
        server.stop();
        Awaited<Anything> gone(client, got(QStringLiteral("/x")));
        QVERIFY(gone.wait());
        QCOMPARE(nameOf(gone.error().kind), "Offline");
        server.start();
        QVERIFY(server.isUp());
    }
}

void Http2Test::writesSpeakHttp1()
{
    Http2Server server;
    QVERIFY(server.isUp());
    server.put(QStringLiteral("x"), R"({"code":0,"data":"x"})");
    Client client(server.connection(), ampleLimits());
    Awaited<Nothing> answer(client,
                            {{.verb = Verb::Post, .path = QStringLiteral("/x"), .body = QJsonObject()}});
    QVERIFY(answer.wait());
    QVERIFY(!answer.results.value(0, Error{})); // this server knows no HTTP/1.1
}

ROOM_TEST(Http2Test, QCoreApplication)
#include "test_http2.moc"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/memory.h"
#include "runner.h"

#include <QElapsedTimer>

#include <atomic>
#include <thread>

#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

// A service that answers the first request by something that never ends, and the next ones well.
class Flood
{
public:
    explicit Flood(QByteArray start, QByteArray unit)
        : m_start(std::move(start))
        , m_unit(std::move(unit))
        , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address = {
            .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        socklen_t size = sizeof address;
        auto *plain = reinterpret_cast<sockaddr *>(&address);
        if (::bind(m_listener, plain, size) != 0 || ::listen(m_listener, 16) != 0 ||
            ::getsockname(m_listener, plain, &size) != 0)
            qFatal("cannot listen");
        m_port = ntohs(address.sin_port);
        m_thread = std::jthread([this](const std::stop_token &stop) { serve(stop); });
    }
    ~Flood()
    {
        m_thread.request_stop();
        m_thread.join();
        ::close(m_listener);
    }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }
    int asked() const { return m_asked; }
    qint64 sent() const { return m_sent; } // of what never ends
    bool isCut() const { return m_isCut; }

private:
    void serve(const std::stop_token &stop)
    {
        QList<std::jthread *> lines;
        while (!stop.stop_requested()) {
            pollfd look{.fd = m_listener, .events = POLLIN, .revents = 0};
            if (::poll(&look, 1, 20) != 1)
                continue;
            const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            lines.append(
                new std::jthread([this, socket](const std::stop_token &end) { answer(socket, end); }));
        }
        qDeleteAll(lines); // each is asked to stop, and waited for
    }
    void answer(int socket, const std::stop_token &stop)
    {
        QByteArray request;
        char block[65536];
        timeval patience{.tv_sec = 0, .tv_usec = 50'000};
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        while (!stop.stop_requested()) {
            const ssize_t size = ::recv(socket, block, sizeof block, 0);
            if (size == 0)
                break;
            request.append(block, qMax<qsizetype>(size, 0));
            if (!request.contains("\r\n\r\n"))
                continue;
            request.clear();
            if (m_asked++ == 0) {
                flood(socket, stop);
                break;
            }
            send(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 29\r\n\r\n"
                         "{\"code\":0,\"msg\":\"\",\"data\":{}}");
        }
        ::close(socket);
    }
    void flood(int socket, const std::stop_token &stop)
    {
        send(socket, m_start);
        const QByteArray block = m_unit.repeated(int(65536 / m_unit.size()) + 1);
        while (!stop.stop_requested()) {
            const ssize_t size = ::send(socket, block.constData(), size_t(block.size()), MSG_NOSIGNAL);
            if (size < 0 && errno != EAGAIN) {
                m_isCut = true;
                return;
            }
            m_sent += qMax<ssize_t>(size, 0);
        }
    }
    static void send(int socket, const QByteArray &bytes)
    {
        (void)!::send(socket, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL);
    }

    const QByteArray m_start;
    const QByteArray m_unit;
    const int m_listener;
    quint16 m_port = 0;
    std::atomic<int> m_asked = 0;
    std::atomic<qint64> m_sent = 0;
    std::atomic<bool> m_isCut = false;
    std::jthread m_thread;
};

double cpuSeconds()
{
    rusage used = {};
    ::getrusage(RUSAGE_SELF, &used);
    return double(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           1e-6 * double(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

} // namespace

//! A service whose answer never ends hangs nothing: it is cut, said, and the next read goes out.
class TestFloods : public QObject
{
    Q_OBJECT

private slots:
    void areCut_data();
    void areCut();
    void areCutAfterAnAbort();
};

void TestFloods::areCut_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("unit");
    QTest::addColumn<Verb>("verb");
    const QByteArray good = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    const QByteArray chunked = good + "Transfer-Encoding: chunked\r\n\r\n";
    const auto add = [](const char *name, const QByteArray &start, const QByteArray &unit) {
        // A write has a manager and connections of its own.
        const bool isOfBoth = unit == "a" || start.isEmpty();
        for (const Verb verb : isOfBoth ? QList{Verb::Get, Verb::Post, Verb::Delete} : QList{Verb::Get})
            QTest::addRow("%s, %s", name, qPrintable(verbName(verb))) << start << unit << verb;
    };
    add("a status line", "HTTP/1.1 200 ", "O");
    add("a header line", good + "X-Long: ", "a");
    add("header lines", good, "X-More: a\r\n");
    add("a chunk's size", chunked, "0");
    add("a chunk's extension", chunked + "5;", "a");
    add("interim answers", "", "HTTP/1.1 100 Continue\r\n\r\n");
    add("a trailer", chunked + "2\r\n{}\r\n0\r\nX: ", "a");
    add("blank chunks", chunked, "\r\n");
}

void TestFloods::areCut()
{
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, unit);
    QFETCH(Verb, verb);
    Flood flood(start, unit);
    Client client({.base = flood.url(), .token = "t", .name = QStringLiteral("x")});
    const MemoryGrowth growth;
    QElapsedTimer clock;
    clock.start();
    Awaited<Nothing> first(client, Request<Nothing>{{.verb = verb, .path = QStringLiteral("/a")}});
    QTRY_COMPARE_WITH_TIMEOUT(first.results.size(), 1, 30'000);
    QVERIFY(!first.results[0]);
    const qint64 noticed = clock.restart();
    Awaited<Nothing> next(client, Request<Nothing>{{.path = QStringLiteral("/b")}});
    QTRY_COMPARE_WITH_TIMEOUT(next.results.size(), 1, 30'000);
    QVERIFY2(next.results[0], qPrintable(next.results[0] ? QString() : next.results[0].error().detail));
    const qint64 answered = clock.elapsed();
    QVERIFY2(answered < 5000, QByteArray::number(answered).constData());
    // Nothing comes in any more, and nobody is busy with it.
    QTRY_VERIFY(flood.isCut());
    const qint64 grown = growth.bytes();
    const double cpu = cpuSeconds();
    QTest::qWait(500);
    const double busy = cpuSeconds() - cpu;
    qInfo(
        "noticed after %lld ms and %lld MB, next read after %lld ms, memory %+lld kB, then %.1f %% of a core",
        noticed, flood.sent() / 1'000'000, answered, grown / 1024, 200 * busy);
    QVERIFY2(grown < 32 * 1024 * 1024, QByteArray::number(grown).constData());
    QVERIFY(busy < 0.1);
}

void TestFloods::areCutAfterAnAbort()
{
    Flood flood("HTTP/1.1 200 OK\r\nX-Long: ", "a");
    Client client({.base = flood.url(), .token = "t", .name = QStringLiteral("x")});
    Awaited<Nothing> first(client, Request<Nothing>{{.path = QStringLiteral("/a")}});
    QTRY_VERIFY(flood.sent() > 0);
    first.call->abort();
    QTRY_VERIFY_WITH_TIMEOUT(flood.isCut(), 30'000);
    Awaited<Nothing> next(client, Request<Nothing>{{.path = QStringLiteral("/b")}});
    QTRY_COMPARE_WITH_TIMEOUT(next.results.size(), 1, 5'000);
    QVERIFY(next.results[0]);
}

ROOM_TEST(TestFloods, QCoreApplication)
#include "test_floods.moc"

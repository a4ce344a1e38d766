// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// strangers SERVER SPEECH SECONDS : lists beside 2,000 connections without a token, which come again when
// they are cut, and beside 50 downloads. Fails where an authorised request fails or, in the best of five
// rounds, a list takes long.
#include "bench/loadclient.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <thread>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace load;
using namespace std::chrono_literals;

namespace {

constexpr int strangers = 2000;
constexpr int downloads = 50;
constexpr double longestBesideStrangers = 100; // ms, of 99 in 100
constexpr double longestBesideDownloads = 50;

const QByteArray groups = "/v1/audio/voiceprint_groups";

// Many connections in one thread, each of which says its words and takes whatever comes.
class Swarm
{
public:
    // \a isAgain: as soon as something has come, the words are said again.
    Swarm(quint16 port, int count, QList<QByteArray> words, bool isAgain)
        : m_port(port)
        , m_words(std::move(words))
        , m_isAgain(isAgain)
        , m_lines(size_t(count), pollfd{.fd = -1, .events = POLLIN, .revents = 0})
        , m_returns(size_t(count))
        , m_thread([this] { run(); })
    {}
    ~Swarm()
    {
        m_isOver = true;
        m_thread.join();
        for (const pollfd &line : m_lines)
            ::close(line.fd);
    }
    int cuts() const { return m_cuts; }
    bool isThere() const { return m_isThere; }

private:
    const QByteArray &wordsOf(size_t i) const { return m_words[qsizetype(i) % m_words.size()]; }
    void say(size_t i)
    {
        (void)::send(m_lines[i].fd, wordsOf(i).constData(), size_t(wordsOf(i).size()),
                     MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    void leave(size_t i)
    {
        ++m_cuts;
        ::close(std::exchange(m_lines[i].fd, -1));
        m_returns[i] = Clock::now() + 1s + std::chrono::milliseconds(m_cuts % 1000);
    }
    void come(size_t i)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(m_port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_lines[i].fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::connect(m_lines[i].fd, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
            qFatal("cannot connect");
        say(i);
    }
    void run()
    {
        std::vector<char> block(1 << 20);
        while (!m_isOver) {
            for (size_t i = 0; i < m_lines.size() && !m_isOver; ++i) {
                if (m_lines[i].fd < 0 && m_returns[i] <= Clock::now())
                    come(i);
            }
            m_isThere = true;
            if (::poll(m_lines.data(), m_lines.size(), 10) <= 0)
                continue;
            for (size_t i = 0; i < m_lines.size() && !m_isOver; ++i) {
                if (m_lines[i].revents == 0)
                    continue;
                if (::recv(m_lines[i].fd, block.data(), block.size(), MSG_DONTWAIT) <= 0)
                    leave(i);
                else if (m_isAgain)
                    say(i);
            }
        }
    }

    const quint16 m_port;
    const QList<QByteArray> m_words;
    const bool m_isAgain;
    std::atomic<bool> m_isOver = false;
    std::atomic<bool> m_isThere = false;
    std::atomic<int> m_cuts = 0;
    std::vector<pollfd> m_lines;
    std::vector<Clock::time_point> m_returns;
    std::thread m_thread;
};

// Downloads one after another on a connection kept open, each read to its end.
void download(quint16 port, const QByteArray &path, const std::atomic<bool> &isOver, std::atomic<int> &errors,
              std::atomic<int> &done)
{
    std::vector<Line> lines;
    for (int i = 0; i < downloads; ++i)
        lines.emplace_back(port);
    while (!isOver) {
        for (Line &line : lines)
            errors += line.send(get(path)) ? 0 : 1;
        for (Line &line : lines) {
            errors += line.take() ? 0 : 1;
            ++done;
        }
    }
}

struct Lists
{
    Times kept = {};  // on a connection that stays
    Times fresh = {}; // on a new one for each
    int errors = 0;
    double slowest() const { return std::max(kept.at(0.99), fresh.at(0.99)); }
};

Lists list(quint16 port, std::chrono::seconds length)
{
    Lists lists;
    const auto timed = [&](Times &times, const std::function<bool()> &work) {
        const auto begin = Clock::now();
        lists.errors += work() ? 0 : 1;
        times.all << std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    };
    Line kept(port);
    for (const auto end = Clock::now() + length; Clock::now() < end; std::this_thread::sleep_for(5ms)) {
        timed(lists.kept, [&] { return kept.ask(get(groups)); });
        timed(lists.fresh, [&] { return Line(port).ask(get(groups)); });
    }
    lists.kept.sort();
    lists.fresh.sort();
    return lists;
}

// Whether in one of a few rounds a list is as quick as it should be, and in all of them every one is
// answered.
bool areQuick(quint16 port, std::chrono::seconds length, double longest, const char *beside)
{
    for (int round = 0; round < 5; ++round) {
        const Lists lists = list(port, length);
        std::printf(
            "beside %s, %lld lists: p50 %.1f ms, p99 %.1f ms; on new connections p50 %.1f ms, p99 %.1f ms; "
            "%d errors\n",
            beside, qlonglong(lists.kept.all.size()), lists.kept.at(0.5), lists.kept.at(0.99),
            lists.fresh.at(0.5), lists.fresh.at(0.99), lists.errors);
        if (lists.errors > 0)
            return false;
        if (lists.slowest() < longest)
            return true;
    }
    return false;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto length = std::chrono::seconds(arguments.value(3).toInt());
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = 1024; // what most systems give the server
    setrlimit(RLIMIT_NOFILE, &files);
    const QTemporaryDir folder;
    const Program program(arguments.value(1), {QStringLiteral("--data-dir"), folder.path()});
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
    setrlimit(RLIMIT_NOFILE, &files);

    Line line(program.port());
    line.ask(post(groups, R"({"name":"Home"})"));
    const QByteArray features = groups + '/' + idIn(line.body()) + "/features";
    QFile speech(arguments.value(2) + QStringLiteral("/people/krb-enrol.wav"));
    if (!speech.open(QIODevice::ReadOnly) || !line.ask(upload(features, speech.readAll(), "krb")))
        qFatal("cannot enrol: %s", line.body().constData());
    const QByteArray sound = features + '/' + idIn(line.body()) + "/audio";

    bool isGood = areQuick(program.port(), length, longestBesideDownloads, "nothing");
    {
        const QByteArray begun = " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        const Swarm swarm(
            program.port(), strangers,
            {QByteArray(), "GET " + groups + begun + "X-Slow: ", "GET " + groups + begun + "\r\n",
             "POST " + groups + begun + "Content-Length: 4000000\r\n\r\n" + QByteArray(1000, 'x')},
            true);
        while (!swarm.isThere())
            std::this_thread::sleep_for(10ms);
        isGood =
            areQuick(program.port(), length, longestBesideStrangers, "2000 connections without a token") &&
            isGood;
        std::printf("%d of them were cut, and came again\n", swarm.cuts());
        isGood = isGood && swarm.cuts() > strangers / 2;
    }
    std::atomic<bool> isOver = false;
    std::atomic<int> errors = 0;
    std::atomic<int> done = 0;
    std::thread downloading([&] { download(program.port(), sound, isOver, errors, done); });
    isGood = areQuick(program.port(), length, longestBesideDownloads, "50 downloads") && isGood;
    isOver = true;
    downloading.join();
    std::printf("%d downloads, %d errors\n", done.load(), errors.load());
    return isGood && errors == 0 && done > downloads ? EXIT_SUCCESS : EXIT_FAILURE;
}

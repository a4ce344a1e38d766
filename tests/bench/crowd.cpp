// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// crowd SERVER SPEECH SECONDS : 64 clients that list every 100 ms, 8 of them also identifying, beside 500
// stalled connections. Fails on an error, on a list that takes long, and on memory that grows.
#include "bench/loadclient.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

#include <sys/resource.h>

using namespace load;
using namespace std::chrono_literals;

namespace {

constexpr int clients = 64;
constexpr int identifying = 8;
constexpr int stalled = 500;
constexpr auto beat = 100ms;
constexpr double longestList = 50; // ms, of 99 in 100; above that still good below the median identification
constexpr double growth = 8;       // MiB, after the first third

const QByteArray groups = "/v1/audio/voiceprint_groups";

struct Crowd
{
    quint16 port = 0;
    Clock::time_point end = {};
    std::atomic<int> errors = 0;
    std::mutex mutex = {};
    Times lists = {};
    Times identifications = {};

    // Asks at every beat until the end.
    void ask(const QByteArray &request, Times &times)
    {
        Line line(port);
        for (auto next = Clock::now(); next < end; next += beat) {
            std::this_thread::sleep_until(next);
            const auto begin = Clock::now();
            errors += line.ask(request) ? 0 : 1;
            const double time = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
            const std::lock_guard lock(mutex);
            times.all << time;
        }
    }

    // Keeps its connections open, a byte now and then, and makes those anew that the server has cut.
    void stall()
    {
        const QList<QByteArray> beginnings{
            "GET /v1/audio/voices HTTP/1.1\r\nHost: x\r\nX-Slow: ",
            upload(groups + "/1/features", QByteArray(4'000'000, 'x'), "x").left(20'000),
            QByteArray(),
        };
        std::vector<Line> lines;
        for (int i = 0; i < stalled; ++i) {
            lines.emplace_back(port);
            lines.back().send(beginnings[i % beginnings.size()]);
        }
        while (Clock::now() < end) {
            std::this_thread::sleep_for(1s);
            for (int i = 0; i < stalled; ++i) {
                const QByteArray drop = beginnings[i % beginnings.size()].isEmpty() ? "" : "x";
                if (!drop.isEmpty() && lines[size_t(i)].send(drop))
                    continue;
                if (drop.isEmpty() && i % 10 != 0) // a tenth of the idle ones comes back at once
                    continue;
                std::destroy_at(&lines[size_t(i)]);
                std::construct_at(&lines[size_t(i)], port);
                lines[size_t(i)].send(beginnings[i % beginnings.size()]);
            }
        }
    }
};

// The first seconds of a wav file.
QByteArray beginning(const QString &path, int seconds)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    QByteArray wav = file.readAll().left(44 + seconds * 32000);
    for (int i = 0; i < 4; ++i) {
        wav[4 + i] = char((wav.size() - 8) >> (8 * i));
        wav[40 + i] = char((wav.size() - 44) >> (8 * i));
    }
    return wav;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString people = arguments.value(2) + QStringLiteral("/people/");
    const auto length = std::chrono::seconds(arguments.value(3).toInt());
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
    setrlimit(RLIMIT_NOFILE, &files);

    const QTemporaryDir folder;
    const Program program(arguments.value(1), {QStringLiteral("--data-dir"), folder.path()});
    Line line(program.port());
    line.ask(post(groups, R"({"name":"Home"})"));
    const QByteArray group = idIn(line.body());
    for (const char *who : {"krb", "lp", "mv", "nsk"}) {
        if (!line.ask(upload(groups + '/' + group + "/features",
                             beginning(people + QLatin1String(who) + QStringLiteral("-enrol.wav"), 6), who)))
            qFatal("cannot enrol: %s", line.body().constData());
    }

    Crowd crowd{.port = program.port(), .end = Clock::now() + length};
    const QByteArray identify = upload(groups + '/' + group + "/speaker_identify",
                                       beginning(people + QStringLiteral("lp-test.wav"), 3));
    std::vector<std::thread> threads;
    threads.emplace_back([&] { crowd.stall(); });
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&] { crowd.ask(get(groups), crowd.lists); });
    for (int i = 0; i < identifying; ++i)
        threads.emplace_back([&] { crowd.ask(identify, crowd.identifications); });
    std::this_thread::sleep_for(length / 3);
    const double early = program.memory();
    for (std::thread &thread : threads)
        thread.join();
    const double late = program.memory();
    crowd.lists.sort();
    crowd.identifications.sort();
    std::printf("%lld lists: p50 %.1f ms, p99 %.1f ms, slowest %.1f ms\n", qlonglong(crowd.lists.all.size()),
                crowd.lists.at(0.5), crowd.lists.at(0.99), crowd.lists.at(1));
    std::printf("%lld identifications: p50 %.1f ms, p99 %.1f ms\n",
                qlonglong(crowd.identifications.all.size()), crowd.identifications.at(0.5),
                crowd.identifications.at(0.99));
    std::printf("memory %.1f MiB, then %.1f MiB; %d errors\n", early, late, crowd.errors.load());
    const double bound = std::max(longestList, crowd.identifications.at(0.5));
    const bool isGood = crowd.errors == 0 && crowd.lists.at(0.99) < bound && late - early < growth;
    return isGood ? EXIT_SUCCESS : EXIT_FAILURE;
}

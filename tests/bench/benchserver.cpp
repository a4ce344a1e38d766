// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// bench-server SERVER HELLO SPEECH : requests beside a bare handler of the same HTTP library, and a large
// household.
#include "bench/loadclient.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <functional>

using namespace load;

namespace {

const QByteArray groups = "/v1/audio/voiceprint_groups";

QByteArray read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return file.readAll();
}

// So many requests on one connection.
Times repeat(quint16 port, int count, const QByteArray &request)
{
    Line line(port);
    Times times;
    for (int i = 0; i < count; ++i) {
        const auto begin = Clock::now();
        if (!line.ask(request))
            qFatal("a request failed: %s", line.body().left(200).constData());
        times.all << std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    }
    times.sort();
    return times;
}

void print(const char *what, const Times &times, const Times &bare)
{
    double sum = 0;
    for (const double time : times.all)
        sum += time;
    std::printf("%-34s %7.0f/s   p50 %6.2f ms   p99 %6.2f ms   %5.1f x hello\n", what,
                1000 * double(times.all.size()) / sum, times.at(0.5), times.at(0.99),
                times.at(0.5) / bare.at(0.5));
}

// A group with so many people in it; its id.
QByteArray fill(Line &line, const QByteArray &name, int people, const QList<QByteArray> &voices)
{
    if (!line.ask(post(groups, "{\"name\":\"" + name + "\"}")))
        qFatal("no group: %s", line.body().constData());
    const QByteArray id = idIn(line.body());
    for (int i = 0; i < people; ++i) {
        if (!line.ask(upload(groups + '/' + id + "/features", voices[i % voices.size()],
                             "P" + QByteArray::number(i))))
            qFatal("no voiceprint: %s", line.body().constData());
    }
    return id;
}

// The first seconds of a wav file.
QByteArray shortened(QByteArray wav, int seconds)
{
    const qsizetype bytes = std::min<qsizetype>(wav.size() - 44, seconds * 32000);
    wav.truncate(44 + bytes);
    for (int i = 0; i < 4; ++i) {
        wav[4 + i] = char((bytes + 36) >> (8 * i));
        wav[40 + i] = char(bytes >> (8 * i));
    }
    return wav;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString server = arguments.value(1);
    const QString people = arguments.value(3) + QStringLiteral("/people/");
    QList<QByteArray> voices;
    for (const char *who : {"krb", "lp", "mv", "nsk"})
        voices << shortened(read(people + QLatin1String(who) + QStringLiteral("-enrol.wav")), 6);
    const QByteArray clip = shortened(read(people + QStringLiteral("lp-test.wav")), 3);
    const QTemporaryDir folder;

    Times bare;
    {
        const Program hello(arguments.value(2), {});
        repeat(hello.port(), 200, get("/"));
        bare = repeat(hello.port(), 4000, get("/"));
        print("hello", bare, bare);
    }
    const QStringList options{QStringLiteral("--data-dir"), folder.path()};
    QByteArray group;
    {
        const Program program(server, options);
        Line line(program.port());
        group = fill(line, "Home", 10, voices);
        const QByteArray list = get(groups + '/' + group + "/features?page_size=10");
        const QByteArray identify = upload(groups + '/' + group + "/speaker_identify", clip);
        repeat(program.port(), 100, list);
        print("list 10 voiceprints", repeat(program.port(), 2000, list), bare);
        print("identify 3 s among 10", repeat(program.port(), 300, identify), bare);
        std::printf("one group: start %.0f ms, memory %.1f MiB\n", program.startMilliseconds(),
                    program.memory());
        const auto begin = Clock::now();
        for (int i = 1; i < 1000; ++i)
            fill(line, "G" + QByteArray::number(i), 10, voices);
        std::printf("999 more groups of 10 enrolled in %.0f s\n",
                    std::chrono::duration<double>(Clock::now() - begin).count());
    }
    const Program program(server, options);
    print("of 1000: list groups, page 50",
          repeat(program.port(), 500, get(groups + "?page_size=20&page_num=50")), bare);
    print("of 1000: list 10 voiceprints",
          repeat(program.port(), 2000, get(groups + '/' + group + "/features?page_size=10")), bare);
    print("of 1000: identify 3 s among 10",
          repeat(program.port(), 300, upload(groups + '/' + group + "/speaker_identify", clip)), bare);
    std::printf("1000 groups: start %.0f ms, memory %.1f MiB\n", program.startMilliseconds(),
                program.memory());
    return 0;
}

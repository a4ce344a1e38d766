// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commandline.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <thread>

#include <malloc.h>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

// The first signal asks a command to end, which takes its unfinished files away; the next, or five seconds of
// waiting for a medium that hangs, ends it as it is.
void endOnSignal(const sigset_t &ends, std::stop_source stop)
{
    std::thread([ends, stop]() mutable {
        int signal = 0;
        sigwait(&ends, &signal);
        stop.request_stop();
        constexpr timespec grace{.tv_sec = 5, .tv_nsec = 0};
        sigtimedwait(&ends, nullptr, &grace);
        _exit(128 + signal);
    }).detach();
}

} // namespace

int main(int argc, char *argv[])
{
    // Blocked before any thread starts, so that sigwait below gets them all.
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    umask(077);                    // whatever is written here tells of somebody's voice
    std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error like any other, not the end
    constexpr rlimit none{.rlim_cur = 0, .rlim_max = 0};
    ::setrlimit(RLIMIT_CORE, &none);         // voices must not end in a core file
    ::mallopt(M_MMAP_THRESHOLD, 256 * 1024); // memory for audio goes back to the system when it is freed

    const QCoreApplication application(argc, argv);
    auto line = server::readCommandLine(QCoreApplication::arguments());
    if (!line.words.isEmpty()) {
        std::fprintf(line.exitCode ? stderr : stdout, "%s\n", qPrintable(line.words));
        return line.exitCode;
    }
    const auto fail = [](const Error &error) {
        std::fprintf(stderr, "voiceprint-server: %s\n", qPrintable(error.detail));
        return 1;
    };
    if (line.task != server::CommandLine::Task::Serve) {
        std::stop_source stop;
        endOnSignal(ends, stop);
        const auto done = server::perform(line, stop.get_token());
        return done ? 0 : fail(done.error());
    }
    if (const auto found = server::findToken(line.options); !found)
        return fail(found.error());
    if (const auto found = server::readCertificate(line); !found)
        return fail(found.error());
    auto started = server::Server::start(line.options);
    if (!started)
        return fail(started.error());
    auto server = *std::move(started);
    line.options.token.fill('\0'); // a digest is kept, and TLS has the key
    line.options.key.fill('\0');
    if (server->isOpenPlainly())
        std::fprintf(stderr,
                     "voiceprint-server: other computers are let in without https: token and voices go over "
                     "the network in clear\n");
    std::printf("listening on %s\n", qPrintable(server->url().toString()));
    std::fflush(stdout);

    int signal = 0;
    sigwait(&ends, &signal);
    server.reset();
    // A scoring thread that was given up may still run: no destructor must meet it.
    std::fflush(nullptr);
    _exit(0);
}

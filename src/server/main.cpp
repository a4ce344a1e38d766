// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commandline.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>

#include <unistd.h>

int main(int argc, char *argv[])
{
    // Blocked before any thread starts, so that sigwait below gets them all.
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error like any other, not the end

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
    if (const auto found = server::findToken(line.options); !found)
        return fail(found.error());
    auto started = server::Server::start(line.options);
    if (!started)
        return fail(started.error());
    auto server = *std::move(started);
    std::printf("listening on %s\n", qPrintable(server->url().toString()));
    std::fflush(stdout);

    int signal = 0;
    sigwait(&ends, &signal);
    server.reset();
    // A scoring thread that was given up may still run: no destructor must meet it.
    std::fflush(nullptr);
    _exit(0);
}

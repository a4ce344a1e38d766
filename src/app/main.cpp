// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studioapplication.h"
#include "devices/recorder.h"

#include <QApplication>

#include <csignal>
#include <cstdio>
#include <memory>

#include <malloc.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    umask(077); // whatever is written here tells of somebody's voice
    constexpr rlimit nothing{0, 0};
    setrlimit(RLIMIT_CORE, &nothing); // a core file would hold tokens and voices
    std::signal(SIGXFSZ, SIG_IGN);    // a file that may not grow is an error like any other, not the end
    ::mallopt(M_MMAP_THRESHOLD, 256 * 1024); // memory for audio goes back to the system when it is freed
    const auto environment = StartOptions::takeEnvironment();
    QCoreApplication::setApplicationName(QStringLiteral("voiceprint-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(VOICEPRINT_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("voiceprint-studio"));
    const bool canShow = StartOptions::hasDisplay(argc, argv);
    std::unique_ptr<QCoreApplication> application(canShow ? new QApplication(argc, argv)
                                                          : new QCoreApplication(argc, argv));
    const StartOptions options = StartOptions::read(QCoreApplication::arguments(), environment);
    if (!canShow) {
        fputs("There is no display. Start this from a graphical desktop, or on a virtual display:\n"
              "    apt-get install xvfb xauth && xvfb-run -a voiceprint-studio\n",
              stderr);
        return EXIT_FAILURE;
    }
    const int code = runStudio(options);
    // A thread that hangs in the sound service or is still scoring may go on running: no destructor must meet
    // it.
    if (!Recorder::hasHungDevice())
        application.reset();
    std::fflush(nullptr);
    _exit(code);
}

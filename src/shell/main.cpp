// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/recorder.h"
#include "shell/studioapplication.h"

#include <QApplication>

#include <cstdio>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    umask(077); // whatever is written here tells of somebody's voice
    const auto environment = StartOptions::takeEnvironment();
    QCoreApplication::setApplicationName(QStringLiteral("voiceprint-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(VOICEPRINT_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("voiceprint-studio"));
    const bool canShow = StartOptions::hasDisplay(argc, argv);
    const std::unique_ptr<QCoreApplication> application(canShow ? new QApplication(argc, argv)
                                                                : new QCoreApplication(argc, argv));
    const StartOptions options = StartOptions::read(QCoreApplication::arguments(), environment);
    if (!canShow) {
        fputs("There is no display. Start this from a graphical desktop, or on a virtual display:\n"
              "    apt-get install xvfb xauth && xvfb-run -a voiceprint-studio\n",
              stderr);
        return EXIT_FAILURE;
    }
    const int code = runStudio(options);
    // A thread that never came back from the sound service would bring down an ordinary exit.
    if (Recorder::hasHungDevice())
        _exit(code);
    return code;
}

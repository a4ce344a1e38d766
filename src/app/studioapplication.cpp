// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studioapplication.h"

#include "account/connections.h"
#include "account/secretstore.h"
#include "app/doorbell.h"
#include "app/endsignals.h"
#include "app/language.h"
#include "app/mainwindow.h"
#include "app/service.h"
#include "base/files.h"
#include "base/settings.h"
#include "calls/activity.h"
#include "devices/loudspeakers.h"
#include "devices/microphones.h"
#include "devices/player.h"
#include "devices/recorder.h"
#include "recordings/archive.h"
#include "recordings/drafts.h"
#include "style/choicereader.h"
#include "style/scrollareareader.h"
#include "style/theme.h"

#include <QApplication>

#include <cstdio>

int runStudio(const StartOptions &options)
{
    // Should this fail, the window says so as soon as the server or a draft cannot be kept.
    (void)files::makePrivateDirectory(options.dataDirectory);
    Doorbell doorbell(options.dataDirectory);
    const Doorbell::Answer answer = doorbell.ring();
    if (answer == Doorbell::Answer::Heard)
        return EXIT_SUCCESS;
    if (answer == Doorbell::Answer::Silence) {
        fputs("Voiceprint Studio runs already with this data folder, but does not answer. End it, then start "
              "again.\n",
              stderr);
        return EXIT_FAILURE;
    }

    // A window that is about to go is none that could come to the front.
    QObject::connect(qApp, &QCoreApplication::aboutToQuit, &doorbell, &Doorbell::close);

    Settings settings(options.dataDirectory);
    const Language language(settings);
    theme::apply(settings.theme());
    installChoiceReader();
    installScrollAreaReader();
    QObject::connect(&settings, &Settings::themeChanged, qApp, &theme::apply);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/voiceprint-studio.svg")));

    Drafts drafts(options.dataDirectory);
    Player player;
    Recorder recorder;
    Microphones microphones;
    Loudspeakers loudspeakers;
    Connections connections(options.dataDirectory);
    SecretStore secrets;
    Activity activity(options.dataDirectory);
    Archive archive(options.dataDirectory);
    const Studio studio{.settings = &settings,
                        .drafts = &drafts,
                        .player = &player,
                        .recorder = &recorder,
                        .microphones = &microphones,
                        .connections = &connections,
                        .secrets = &secrets,
                        .activity = &activity,
                        .loudspeakers = &loudspeakers,
                        .archive = &archive,
                        .dataDirectory = options.dataDirectory};
    Service service(options, studio);
    MainWindow window(studio, service);
    QObject::connect(&doorbell, &Doorbell::rung, &window, &MainWindow::comeToFront);
    const EndSignals ends;
    QObject::connect(&ends, &EndSignals::received, &window, [&window] {
        window.close();
        QCoreApplication::exit(); // quit() would ask an open dialog, which may say no
    });
    window.show();
    return QApplication::exec();
}

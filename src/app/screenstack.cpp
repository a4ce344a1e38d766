// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/screenstack.h"

#include "tasks/activity/activityscreen.h"
#include "tasks/identify/identifyscreen.h"
#include "tasks/settings/settingsscreen.h"
#include "tasks/voiceprints/voiceprintsscreen.h"
#include "tasks/voices/voicesscreen.h"

namespace {

bool isFileCommand(const QAction *command)
{
    return command->data().toInt() == int(Screen::Menu::File);
}

} // namespace

void ScreenStack::setUp(const Studio &studio, const QString &dataDirectory)
{
    m_studio = studio;
    m_dataDirectory = dataDirectory;
    screen(Voiceprints); // its file commands are in the menu at any time
}

void ScreenStack::setClient(Client *client)
{
    m_client = client;
    for (Screen *screen : m_screens) {
        if (screen)
            screen->setClient(client);
    }
}

void ScreenStack::turnTo(Place place)
{
    setCurrentWidget(screen(place));
    screen(place)->enter();
}

QList<QAction *> ScreenStack::commands() const
{
    const auto *shown = static_cast<const Screen *>(currentWidget());
    QList<QAction *> commands = shown->commands();
    if (shown != m_screens[Voiceprints]) {
        for (QAction *command : m_screens[Voiceprints]->commands()) {
            if (isFileCommand(command))
                commands << command;
        }
    }
    return commands;
}

Screen *ScreenStack::screen(Place place)
{
    Screen *&screen = m_screens[place];
    if (screen)
        return screen;
    screen = make(place);
    addWidget(screen);
    connect(screen, &Screen::failed, this, &ScreenStack::failed);
    connect(screen, &Screen::failedWithRetry, this, &ScreenStack::failedWithRetry);
    connect(screen, &Screen::done, this, &ScreenStack::done);
    connect(screen, &Screen::busyChanged, this, &ScreenStack::busyChanged);
    connect(screen, &Screen::connectionsRequested, this, &ScreenStack::connectionsRequested);
    screen->setClient(m_client);
    return screen;
}

Screen *ScreenStack::make(Place place)
{
    switch (place) {
    case Voiceprints:
        return makeVoiceprints();
    case Identify:
        return new IdentifyScreen(m_studio);
    case Voices:
        return new VoicesScreen(m_studio);
    case Activity:
        return new ActivityScreen(m_studio);
    case Settings:
        return makeSettings();
    }
    return nullptr;
}

Screen *ScreenStack::makeSettings()
{
    auto *settings = new SettingsScreen(m_studio, m_dataDirectory);
    connect(settings, &SettingsScreen::restoreRequested, this, &ScreenStack::restoreRequested);
    return settings;
}

Screen *ScreenStack::makeVoiceprints()
{
    auto *voiceprints = new VoiceprintsScreen(m_studio);
    connect(voiceprints, &VoiceprintsScreen::identifyRequested, this, [this](const Draft &draft) {
        emit placeRequested(Identify);
        static_cast<IdentifyScreen *>(screen(Identify))->resume(draft);
    });
    for (QAction *command : voiceprints->commands()) {
        if (isFileCommand(command)) // before the dialog opens, so that one sees what it is about
            connect(command, &QAction::triggered, this, [this] { emit placeRequested(Voiceprints); });
    }
    return voiceprints;
}

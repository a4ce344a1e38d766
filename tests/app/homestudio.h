// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "account/secretstore.h"
#include "app/mainwindow.h"
#include "app/service.h"
#include "app/studioapplication.h"
#include "base/settings.h"
#include "calls/activity.h"
#include "devices/player.h"
#include "devices/recorder.h"
#include "devices/soundports.h"
#include "recordings/archive.h"
#include "recordings/drafts.h"
#include "recordings/history.h"
#include "recordings/studiostore.h"
#include "style/recordtable.h"
#include "style/theme.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

//! Somebody speaks for some seconds.
inline QString speechFile()
{
    const QDir people(QStringLiteral(SPEECH_DIR "/people"));
    return people.filePath(people.entryList({QStringLiteral("*-enrol.wav")}).value(0));
}

//! What the environment asks for when it gives \a url and a token.
inline StartOptions connectedTo(const QUrl &url)
{
    StartOptions options;
    options.connection = Connection{.base = url,
                                    .token = "pat_test",
                                    .name = QStringLiteral("loopback"),
                                    .id = QStringLiteral("environment:") + url.toString()};
    return options;
}

//! The whole application but its process: a data folder of its own, the real local server, the real window.
class HomeStudio
{
public:
    //! Uses \a folder, or one of its own that goes away with it.
    explicit HomeStudio(StartOptions options = {})
    {
        if (options.dataDirectory.isEmpty())
            options.dataDirectory = m_folder.path();
        settings = std::make_unique<Settings>(options.dataDirectory);
        language = std::make_unique<Language>(*settings);
        theme::apply(settings->theme());
        QObject::connect(settings.get(), &Settings::themeChanged, settings.get(), &theme::apply);
        const auto disk = std::make_shared<StudioDisk>(options.dataDirectory);
        drafts = std::make_unique<Drafts>(disk);
        connections = std::make_unique<Connections>(options.dataDirectory);
        activity = std::make_unique<Activity>(disk);
        archive = std::make_unique<Archive>(disk);
        history = std::make_unique<History>(disk);
        const Studio studio{.settings = settings.get(),
                            .drafts = drafts.get(),
                            .player = &player,
                            .recorder = &recorder,
                            .microphones = &microphones,
                            .connections = connections.get(),
                            .secrets = &secrets,
                            .activity = activity.get(),
                            .loudspeakers = &loudspeakers,
                            .archive = archive.get(),
                            .history = history.get(),
                            .dataDirectory = options.dataDirectory};
        service = std::make_unique<Service>(options, studio);
        window = std::make_unique<MainWindow>(studio, *service);
        window->show();
        window->activateWindow();
    }
    ~HomeStudio()
    {
        window.reset();
        service.reset();
    }

    bool isReady() const
    {
        return QTest::qWaitFor([this] { return service->state() == Service::State::Ready; }, 20'000);
    }

    //! Saves a connection to \a base whose token is "pat_" and its name in one word; gives its id.
    QString save(const QString &name, const QUrl &base)
    {
        const QString id = connections->add({.name = name, .base = base});
        bool isWritten = false;
        secrets.write(id, "pat_" + name.toUtf8().replace(' ', '_'), window.get(),
                      [&](const SecretStore::Written &) { isWritten = true; });
        if (!QTest::qWaitFor([&] { return isWritten; }))
            qFatal("no secret was written");
        return id;
    }

    //! Presses a key where the user would: in the active window, once no dialog is open any more.
    void press(QWidget *widget, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        if (!QTest::qWaitFor([] { return QApplication::activeModalWidget() == nullptr; }))
            qFatal("a dialog stays open");
        window->activateWindow();
        if (!QTest::qWaitForWindowActive(window.get()))
            qFatal("the window does not become active");
        widget->setFocus();
        QTest::keyClick(widget, key, modifiers);
    }

    //! What the window says went wrong.
    QString notice() const
    {
        auto *bar = window->centralWidget()->findChild<QWidget *>(QStringLiteral("notice"));
        return bar->isVisible() ? bar->findChild<QLabel *>(QStringLiteral("sentence"))->text() : QString();
    }
    QString connection() const { return find<QLabel>("connectionState")->text(); }
    QString shownGroup() const
    {
        return find<RecordTable>("groupsTable")->currentIndex().siblingAtColumn(0).data().toString();
    }

    //! The widget or action called \a name; the test ends where there is none.
    template <class T>
    T *find(const char *name) const
    {
        T *found = window->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    //! As find(), within the dialog that is open.
    template <class T>
    T *findInDialog(const char *name) const
    {
        for (auto *dialog : window->findChildren<QDialog *>()) {
            T *found = dialog->isVisible() ? dialog->findChild<T *>(QString::fromLatin1(name)) : nullptr;
            if (found)
                return found;
        }
        qFatal("there is no open dialog with %s", name);
    }

private:
    QTemporaryDir m_folder;

public:
    std::unique_ptr<Settings> settings;
    std::unique_ptr<Language> language;
    std::unique_ptr<Drafts> drafts;
    std::unique_ptr<Connections> connections;
    std::unique_ptr<Activity> activity;
    std::unique_ptr<Archive> archive;
    std::unique_ptr<History> history;
    SecretStore secrets;
    Player player;
    Recorder recorder;
    Microphones microphones;
    Loudspeakers loudspeakers;
    std::unique_ptr<Service> service;
    std::unique_ptr<MainWindow> window;
};

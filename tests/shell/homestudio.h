// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/settings.h"
#include "devices/microphones.h"
#include "devices/player.h"
#include "devices/recorder.h"
#include "library/drafts.h"
#include "shell/language.h"
#include "shell/mainwindow.h"
#include "shell/service.h"
#include "widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QTemporaryDir>
#include <QTest>

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
        drafts = std::make_unique<Drafts>(options.dataDirectory);
        service = std::make_unique<Service>(options);
        window = std::make_unique<MainWindow>(
            Studio{settings.get(), drafts.get(), &player, &recorder, &microphones}, *service);
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
    Player player;
    Recorder recorder;
    Microphones microphones;
    std::unique_ptr<Service> service;
    std::unique_ptr<MainWindow> window;
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "tasks/settings/settingsscreen.h"

#include <QListWidget>
#include <QStackedWidget>

#include <array>

//! The list of screens at the left edge: one row for each action that turns to a screen.
class Navigation : public QListWidget
{
    Q_OBJECT
public:
    explicit Navigation(QWidget *parent = nullptr);
    void setPlaces(const QList<QAction *> &actions);
    //! Reads the texts of the actions again after a change of language.
    void refresh();

signals:
    void chosen(int row); //!< by the user, here or by one of the actions

private:
    QList<QAction *> m_actions;
};

//! The screens, of which one is shown. Each is made when the user first turns to it.
class ScreenStack : public QStackedWidget
{
    Q_OBJECT
public:
    enum Place { Voiceprints, Identify, Voices, Activity, Settings };
    static constexpr int placeCount = 5;

    using QStackedWidget::QStackedWidget;
    void setUp(const Studio &studio, const QString &dataDirectory);
    void setClient(Client *client);
    void turnTo(Place place)
    {
        setCurrentWidget(screen(place));
        screen(place)->enter();
    }
    //! What the menus offer: the commands of the screen on show, and the file commands of Voiceprints
    //! everywhere.
    QList<QAction *> commands() const;

signals:
    void made(Screen *screen);
    void placeRequested(ScreenStack::Place place); //!< a screen asks for another one
    void restoreRequested(const QString &file, const std::stop_token &stop,
                          const BackupPane::Restored &deliver);

private:
    Screen *screen(Place place);
    Screen *make(Place place);
    Screen *makeVoiceprints();

    Studio m_studio;
    QString m_dataDirectory;
    QPointer<Client> m_client;
    std::array<Screen *, placeCount> m_screens{};
};

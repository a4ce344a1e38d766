// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"

#include <QAction>
#include <QObject>
#include <QPointer>
#include <QWidget>

#include <memory>

//! Tells the screens of each other's writes: each asks again for the lists that have changed, and no others.
class Changes : public QObject
{
    Q_OBJECT
signals:
    void groupsChanged(); //!< one was made, changed or deleted, or counts other voiceprints
    void voiceprintsChanged(const QString &groupId);
};

class Activity;
class Archive;
class Connections;
class Drafts;
class History;
class Loudspeakers;
class Microphones;
class PagedModel;
class Player;
class QSplitter;
class Recorder;
class SecretStore;
class Settings;

//! What every screen shares; the window owns it all.
struct Studio
{
    Settings *settings = nullptr;
    Drafts *drafts = nullptr;
    Player *player = nullptr;
    Recorder *recorder = nullptr;
    Microphones *microphones = nullptr;
    Connections *connections = nullptr;
    SecretStore *secrets = nullptr;
    Activity *activity = nullptr;
    Loudspeakers *loudspeakers = nullptr;
    Archive *archive = nullptr;
    History *history = nullptr;
    QString dataDirectory = {};
    std::shared_ptr<Changes> changes = std::make_shared<Changes>(); //!< one for all copies
};

//! One task of the application. It says what went wrong by failed() and what it finished by done(); the
//! window shows both.
class Screen : public QWidget
{
    Q_OBJECT
public:
    //! In which menu a command stands; kept as its data().
    enum class Menu { File, Edit, View, Playback };

    explicit Screen(const Studio &studio, QWidget *parent = nullptr);

    //! The service to speak to from now on; nullptr while there is none. Nothing is delivered any more of
    //! what the old one was asked.
    virtual void setClient(Client *client);
    Client *client() const { return m_client; }
    //! Receives the answers of the present connection, and goes with it.
    QObject *receiver() const { return m_receiver.get(); }
    //! Called whenever the user turns to this screen.
    virtual void enter() {}
    //! This screen's commands, for the menu bar and its context menus.
    virtual QList<QAction *> commands() const { return m_commands; }

signals:
    void failed(const Error &error);
    //! As failed(), where trying again makes sense: the window offers Retry, which calls \a retry.
    void failedWithRetry(const Error &error, const std::function<void()> &retry);
    void recovered(); //!< what it last said by failed() does not hold any more
    void done(const QString &sentence);
    void busyChanged(bool busy);
    void connectionsRequested(); //!< the user wants to see or change the connections

protected:
    //! A command of this screen. Its keys work in the whole window while the screen is shown; with a \a
    //! scope, only there.
    QAction *addCommand(const char *name, Menu menu, const char *icon = nullptr,
                        const QKeySequence &keys = {}, QWidget *scope = nullptr);

    //! Shows what \a model is about: that it loads, and what went wrong, with a way to try again.
    void follow(PagedModel *model);
    //! Gives \a splitter the places that it had, and remembers under \a key where the user moves it.
    void remember(QSplitter *splitter, const QString &key);
    //! Puts \a text into the clipboard and says so by \a sentence.
    void copy(const QString &text, const QString &sentence);

    const Studio m_studio;

private:
    QPointer<Client> m_client;
    std::unique_ptr<QObject> m_receiver;
    QList<QAction *> m_commands;
};

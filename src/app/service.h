// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "app/startoptions.h"
#include "app/thiscomputer.h"
#include "common/screen.h"

#include <memory>

//! The end of a personal access token, as the user has entered it: no service tells it.
namespace expiry {

//! A warning if the token of \a saved ends within three days of \a today or has ended; else empty.
QString warning(const SavedConnection &saved, const QDate &today);

} // namespace expiry

//! The service that the window speaks to, one at a time: this computer, a saved connection, or the one that
//! the environment gives for this run.
class Service : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Starting,
        Ready,
        Unreachable,
        Locked,  //!< its token could not be read: the keyring may be locked
        Refused, //!< it does not accept the token
        Foreign, //!< something answers, but not as the service does
    };

    //! A connection that can be switched to.
    struct Choice
    {
        QString id;
        QString name;  //!< for people
        QString place; //!< its host, or who has given it; empty for this computer
    };

    Service(StartOptions options, const Studio &studio, QObject *parent = nullptr);
    ~Service() override; //!< ends the client before the server

    //! Makes the connection, or tries again after a failure; returns at once.
    void start();
    //! Leaves the connection for another one. The calls of the old one bring no answer any more.
    void switchTo(const QString &id);
    //! Replaces what “This computer” keeps by a backup, then connects to it again.
    void restore(const QString &file, std::stop_token stop, ThisComputer::Restored deliver);
    //! Connects again if \a id is the connection in use and more than its name was changed. Calls under way
    //! end.
    void renew(const QString &id, bool hasNewSecret);

    QList<Choice> choices() const;
    QString currentId() const { return m_currentId; }
    Client *client() const { return m_client.get(); } //!< nullptr until the connection stands
    State state() const { return m_state; }
    bool isTroubled() const { return m_state != State::Starting && m_state != State::Ready; }
    bool isLocal() const { return m_currentId == Connections::localId; }
    QString name() const; //!< for people
    const StartOptions &options() const { return m_options; }

signals:
    void switched(); //!< to another connection
    void stateChanged();
    void clientChanged(Client *client);
    void failed(const Error &error); //!< no client could be made; start() tries again
    //! As failed(): another program serves this computer's data, at \a url.
    void servedElsewhere(const Error &error, const QUrl &url);
    void warned(const QString &sentence); //!< about this connection

private:
    void leave();
    void openSaved();
    void connectTo(std::shared_ptr<Client> client);
    void setState(State state)
    {
        if (std::exchange(m_state, state) != state)
            emit stateChanged();
    }

    const StartOptions m_options;
    const Studio m_studio;
    const QString m_givenId; // of this run's own connection; empty where there is none
    QString m_currentId;
    State m_state = State::Starting;
    ThisComputer m_thisComputer;
    std::unique_ptr<QObject> m_opening; // receives the keyring's answer, unless the connection was left
    SavedConnection m_opened;           // as the client was made from it
    std::shared_ptr<Client> m_client;   // after the server: it dies first
};

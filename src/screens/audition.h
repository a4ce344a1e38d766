// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"

#include <QUrl>

class Decoding;
class Player;

//! Lets the user hear what lies behind an address: fetch, decode, play. One at a time.
class Audition : public QObject
{
    Q_OBJECT
public:
    explicit Audition(Player *player, QObject *parent = nullptr);

    void setClient(Client *client);
    //! Plays what is at \a url; \a subject says whose sound it is.
    void play(const QUrl &url, const QString &subject);
    void stop();

    //! Whether \a subject is loading or playing.
    bool isActive(const QString &subject) const;
    //! "Loading…", "Playing 0:02 / 0:07", or nothing.
    QString stateOf(const QString &subject) const;

signals:
    void changed(const QString &subject);
    void failed(const QString &subject, const Error &error);

private:
    void decode(const Result<Media> &media);
    void finishLoading();

    Player *m_player;
    QPointer<Client> m_client;
    QPointer<Call> m_call;
    QPointer<Decoding> m_decoding;
    QString m_loading; //!< the subject on its way
    std::chrono::seconds m_position{};
    std::chrono::seconds m_length{};
};

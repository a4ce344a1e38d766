// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"

#include <QStyledItemDelegate>
#include <QUrl>

#include <functional>
#include <optional>

//! Puts a loudspeaker before a cell that says something about sound.
class PlayingDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

class Decoding;
class PagedModel;
class Player;

//! Lets the user hear what a record of a list has behind its address: fetch, decode, play. One at a time. The
//! addresses are signed and expire: where one is refused the list is read again, once.
class Audition : public QObject
{
    Q_OBJECT
public:
    explicit Audition(Player *player, QObject *parent = nullptr);

    //! The list in which the records are; \a addressOf gives where the sound of the one in a row is.
    void setList(PagedModel *list, std::function<QString(int row)> addressOf);
    void setClient(Client *client)
    {
        finishLoading();
        m_client = client;
    }
    void play(const QString &id);
    //! Stops what is active, plays what is not.
    void toggle(const QString &id) { isActive(id) ? stop() : play(id); }
    void stop();

    //! Whether the record with this id is loading or playing.
    bool isActive(const QString &id) const;
    //! "Loading…", "Playing 0:02 / 0:07", or nothing.
    QString stateOf(const QString &id) const;

signals:
    void changed(const QString &id);
    void failed(const Error &error);
    void recovered(); //!< something plays after a failure

private:
    QString address() const;
    void fetch();
    void renew(const Error &refusal);
    void giveUp(Error error)
    {
        finishLoading();
        m_hasFailed = true;
        emit failed(error);
    }
    void finishLoading();

    Player *m_player;
    PagedModel *m_list = nullptr;
    std::function<QString(int)> m_addressOf;
    QPointer<Client> m_client;
    QPointer<Call> m_call;
    QPointer<Decoding> m_decoding;
    QString m_loading;              //!< the id of what is on its way
    std::optional<Error> m_refusal; //!< of the old address, while the list is read again
    bool m_wasRenewed = false;
    bool m_hasFailed = false; // the last time
    std::chrono::seconds m_position{};
    std::chrono::seconds m_length{};
};

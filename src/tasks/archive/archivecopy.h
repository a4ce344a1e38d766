// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/voiceprint.h"
#include "base/wire.h"
#include "common/pendingcall.h"
#include "recordings/archive.h"

#include <optional>

//! What copying kept recordings to a group comes to, before anything is sent.
struct ArchivePlan
{
    QList<Recording> toSend = {};
    QStringList doubles = {}; //!< names that would be, or are, more than once in the group
    int held = 0;             //!< how many voiceprints the group holds

    //! Of \a recordings for a group that holds voiceprints called \a names. With \a skipsDoubles a name that
    //! is there, or was among those before it, is not sent again.
    static ArchivePlan of(const QList<Recording> &recordings, const QStringList &names, bool skipsDoubles);

    //! How many more the group takes.
    int room() const { return std::max(0, wire::maxVoiceprintsPerGroup - held); }
    bool fits() const { return toSend.size() <= room(); }
    bool canStart() const { return !toSend.isEmpty() && fits(); }
};

//! Enrols kept recordings in a group of the connected service, one call after the other. It stops at the
//! first failure and sends nothing again by itself; what was not enrolled can be started again.
class ArchiveCopy : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Untargeted, //!< no group is chosen
        Reading,    //!< what the group holds is on its way
        Unread,     //!< it did not come
        Ready,
        Sending,
        Finished, //!< all that was to be enrolled is
    };

    ArchiveCopy(const Studio &studio, const QList<Recording> &recordings, QObject *parent = nullptr);

    //! The service to speak to; what is on its way there is given up.
    void setClient(Client *client);
    //! Where to enrol; reads what the group holds, which is one call.
    void setTarget(const std::optional<api::Group> &group);
    void setSkipsDoubles(bool skips)
    {
        m_skipsDoubles = skips;
        emit changed();
    }
    void look(); //!< reads what the group holds again

    void start();
    //! What is on its way is given up.
    void stop()
    {
        if (m_state == State::Sending)
            fail({.mayBeDone = m_call.abort()});
    }
    PendingCall *call() { return &m_call; } //!< that enrols one recording

    State state() const { return m_state; }
    ArchivePlan plan() const { return ArchivePlan::of(m_recordings, m_names, m_skipsDoubles); }
    QStringList enrolled() const { return m_enrolled; }   //!< names, in that order
    QStringList left() const;                             //!< names of what is still to be sent
    QString uncertain() const { return m_uncertain; }     //!< the name of which nobody knows
    int number() const { return int(m_sent.size()) + 1; } //!< of the one on its way, from 1
    int count() const { return m_count; }                 //!< how many this run sends
    QString current() const { return m_queue.value(0).name; }

signals:
    void changed();
    void failed(const Error &error);

private:
    void setState(State state)
    {
        m_state = state;
        emit changed();
    }
    void sendNext();
    void send(const QByteArray &wav);
    void fail(const PendingCall::Failure &failure);
    void keep(const Recording &source, const QString &voiceprintId, const QByteArray &wav);
    void tellChanges();

    const Studio m_studio;
    QList<Recording> m_recordings; //!< those that are not enrolled yet
    QPointer<Client> m_client;
    std::unique_ptr<QObject> m_receiver; //!< of what is read; goes with what it was asked for
    PendingCall m_call;
    api::Group m_group;
    QStringList m_names; //!< of the voiceprints in the group
    bool m_skipsDoubles = false;
    State m_state = State::Untargeted;
    QList<Recording> m_queue; //!< the first one is on its way
    QStringList m_sent;       //!< ids, in this run
    int m_count = 0;
    QStringList m_enrolled;
    QString m_uncertain;
};

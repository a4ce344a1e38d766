// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/voiceprint.h"
#include "common/pendingcall.h"
#include "sound/clip.h"
#include "style/onchange.h"

#include <QPointer>
#include <QWidget>

#include <optional>

class Decoding;
class Player;
class WavePlayback;
namespace Ui {
class OldAndNew;
class VoiceCheck;
} // namespace Ui

//! The recording that a voiceprint has beside the one that is to replace it: hear both, and be warned where
//! they do not sound like the same person. Reading the old one is not billed; the voices are compared on this
//! computer.
class OldAndNew : public QWidget
{
    Q_OBJECT
public:
    explicit OldAndNew(QWidget *parent = nullptr);
    void attach(Player *player);

    //! Whose recording to fetch, from which service.
    void setOld(Client *client, const QString &groupId, const QString &voiceprintId);
    //! What would replace it; empty: there is none yet.
    void setNew(const audio::Clip &clip);
    void stopPlaying();
    //! Whether the two do not sound like the same person.
    bool isOtherVoice() const { return m_likeness == Likeness::Other; }

signals:
    void compared();

private:
    enum class Old { None, Fetching, Here, Missing };
    enum class Likeness { Unknown, Same, Other };

    void find();
    void fetch(const QUrl &url);
    void giveUp(const Error &error)
    {
        m_state = Old::Missing;
        m_error = error;
        refresh();
    }
    void compare();
    void refresh();

    Form<Ui::OldAndNew> m_form;
    WavePlayback *m_oldPlayback;
    WavePlayback *m_newPlayback;
    QPointer<Client> m_client;
    QString m_groupId;
    QString m_voiceprintId;
    QPointer<Call> m_call;
    QPointer<Decoding> m_decoding;
    Old m_state = Old::None;
    std::optional<Error> m_error; //!< why the old one is missing
    audio::Clip m_old;
    audio::Clip m_new;
    Likeness m_likeness = Likeness::Unknown;
    int m_comparison = 0; //!< the number of the latest one
};

//! Asks the service, when the user says so, whether a recording resembles somebody in the group already. One
//! call, never by itself and never twice; where it is billed the button says so.
class VoiceCheck : public QWidget
{
    Q_OBJECT
public:
    explicit VoiceCheck(QWidget *parent = nullptr);

    void setClient(Client *client)
    {
        m_call.cancel();
        m_client = client;
        m_answer.reset();
        retranslate();
    }
    //! What to ask about: without a group or a clip there is nothing to ask. Another question clears the
    //! answer.
    void setQuestion(const QString &groupId, const QString &groupName, const audio::Clip &clip);

private:
    bool isBilled() const { return m_client && m_client->connection().isBilled; }
    void ask();
    QString verdict() const;
    void refresh();
    void retranslate();

    Form<Ui::VoiceCheck> m_form;
    PendingCall m_call;
    QPointer<Client> m_client;
    QString m_groupId;
    QString m_groupName;
    audio::Clip m_clip;
    std::optional<api::Matches> m_answer;
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/voiceprint.h"
#include "net/client.h"
#include "sound/clip.h"

#include <QPointer>
#include <QWidget>

#include <optional>

class CallRow;
class Notice;
class QLabel;
class QPushButton;

//! Asks the service, when the user says so, whether a recording resembles somebody in the group already. One
//! call, never by itself and never twice; where it is billed the button says so.
class VoiceCheck : public QWidget
{
    Q_OBJECT
public:
    explicit VoiceCheck(QWidget *parent = nullptr);

    void setClient(Client *client);
    //! What to ask about: without a group or a clip there is nothing to ask. Another question clears the
    //! answer.
    void setQuestion(const QString &groupId, const QString &groupName, const audio::Clip &clip);
    bool isBusy() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    bool isBilled() const;
    void ask();
    void answered(const Result<api::Matches> &matches);
    void abort();
    void giveUp(bool wasSent);
    QString verdict() const;
    void refresh();
    void retranslate();

    QPushButton *m_button;
    QLabel *m_verdict;
    Notice *m_notice;
    CallRow *m_row;
    QPointer<Client> m_client;
    QString m_groupId;
    QString m_groupName;
    audio::Clip m_clip;
    std::optional<api::Matches> m_answer;
};

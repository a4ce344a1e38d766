// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

//! A group and its threshold as an agent of Coze takes them: the field `voice_print_config` of the event that
//! configures a call, ready to be pasted.
class TakeAway
{
    Q_DECLARE_TR_FUNCTIONS(TakeAway)
public:
    enum class Use {
        WebSocket, //!< the event chat.update
        Rtc,       //!< the event session.update
    };
    enum class Language { Json, JavaScript, Python };

    QString groupId = {};
    int score = 40;
    bool reusesVoice = false; //!< who was recognised last counts on where nobody is

    //! As JSON the event alone; as a program it is sent by `socket`, which the program has opened.
    QString text(Use use, Language language) const;
    //! For a menu.
    static QString name(Use use, Language language);
};

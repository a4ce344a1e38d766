// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QDateTime>
#include <QString>

#include <chrono>
#include <utility>

//! What a recording came through: voices match best over the channel that they were enrolled over.
enum class Channel { ThisComputer, Device, Telephone };

//! What a recording came through, in few words for a table.
inline QString channelName(Channel channel)
{
    static constexpr const char *names[] = {QT_TRANSLATE_NOOP("ChannelName", "This computer"),
                                            QT_TRANSLATE_NOOP("ChannelName", "Speaker itself"),
                                            QT_TRANSLATE_NOOP("ChannelName", "Telephone")};
    return QCoreApplication::translate("ChannelName", names[int(channel)]);
}

//! Who agreed to be recognised by their voice, and when; noted on this computer only.
struct Consent
{
    QString by = {}; //!< empty: nothing is noted
    QDateTime at = {};
    bool operator==(const Consent &) const = default;
};

//! A voiceprint of any connection: the connection's id and its own.
using VoiceprintKey = std::pair<QString, QString>;

//! A consent, and the group that its voiceprint is in.
struct NotedConsent
{
    Consent consent = {};
    QString groupId = {}; //!< empty: not known
    bool isGone = false;  //!< the voiceprint is not there any more, only a recording of it is kept
    bool operator==(const NotedConsent &) const = default;
};

//! A recording on this computer with everything that is known of it.
struct Recording
{
    enum class State {
        Unsent, //!< one of Drafts: it has not reached its purpose yet
        Kept,   //!< one of the Archive: it was enrolled, and a copy stays here
    };
    enum class Purpose { Enrol, Replace, Identify };
    QString id = {};
    State state = State::Unsent;
    Purpose purpose = Purpose::Enrol; //!< of a draft
    QString connection = {};          //!< the id of the connection that the group is of
    QString groupId = {};
    QString groupName = {};
    QString voiceprintId = {}; //!< of a draft that replaces, and of every kept one
    QString name = {};
    QString description = {};
    Channel channel = Channel::ThisComputer;
    Consent consent = {};
    QDateTime created = {};
    std::chrono::milliseconds length = {}; //!< 0 while it is being recorded
    QString path = {};                     //!< of its wav file
    bool isDamaged = false;                //!< what is said of it is not as it was written

    VoiceprintKey voiceprint() const { return {connection, voiceprintId}; }
    static bool isNewer(const Recording &a, const Recording &b) { return a.created > b.created; }
};

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
    switch (channel) {
    case Channel::ThisComputer:
        return QCoreApplication::translate("ChannelName", "This computer");
    case Channel::Device:
        return QCoreApplication::translate("ChannelName", "Speaker itself");
    case Channel::Telephone:
        return QCoreApplication::translate("ChannelName", "Telephone");
    }
    return {};
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

//! A recording on this computer with everything that is known of it: one of Drafts, which has not reached its
//! purpose yet, or one of the Archive, which was kept after its enrolment.
struct Recording
{
    enum class Purpose { Enrol, Replace, Identify };
    QString id = {};
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

    VoiceprintKey voiceprint() const { return {connection, voiceprintId}; }
};

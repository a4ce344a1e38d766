// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/recording.h"
#include "trials/verdict.h"

#include <QList>

#include <memory>
#include <span>

//! A group as it was when a clip was compared with it. Tests of two galleries must not be pooled unless they
//! are comparable: other people, another engine or another service score otherwise.
struct Gallery
{
    struct Member
    {
        QString id = {}; //!< of the voiceprint
        QString name = {};
        bool operator==(const Member &) const = default;
    };
    QString connection = {};     //!< its id
    QString connectionName = {}; //!< as it was called
    QString engine = {};         //!< empty where the service does not say
    QString groupId = {};
    QString groupName = {};
    QList<Member> members = {}; //!< by their ids

    bool operator==(const Gallery &) const = default;

    //! The place of a voiceprint in members, or -1.
    qsizetype indexOf(const QString &voiceprintId) const
    {
        for (qsizetype i = 0; i < members.size(); ++i) {
            if (members.at(i).id == voiceprintId)
                return i;
        }
        return -1;
    }
    //! Whether scores of both may be pooled: only names differ.
    bool isComparable(const Gallery &other) const
    {
        const auto isSame = [](const Member &a, const Member &b) { return a.id == b.id; };
        return connection == other.connection && engine == other.engine && groupId == other.groupId &&
               std::equal(members.begin(), members.end(), other.members.begin(), other.members.end(), isSame);
    }
};

//! Who really spoke, as the user says.
struct Truth
{
    enum class Kind { Unknown, Member, Stranger };
    Kind kind = Kind::Unknown;
    QString who = {}; //!< the voiceprint's id, or the stranger's name; a stranger may have none
    bool operator==(const Truth &) const = default;
};

//! One test that was made: whom a clip was compared with, and every score.
struct Identification
{
    QString id = {};
    std::shared_ptr<const Gallery> gallery = {};
    QList<double> scores = {}; //!< of the gallery's members, in their order
    QDateTime at = {};
    std::chrono::milliseconds length = {};
    Channel channel = Channel::ThisComputer;
    Truth truth = {};
    QString logId = {};   //!< of the service's answer
    qint64 clipBytes = 0; //!< of the kept clip; 0: it was not kept

    std::span<const double> allScores() const { return {scores.constData(), std::size_t(scores.size())}; }
    trials::Verdict judge(double threshold, double margin) const
    {
        return trials::judge(allScores(), threshold, margin);
    }
    trials::Outcome outcome(double threshold) const
    {
        if (truth.kind == Truth::Kind::Stranger)
            return trials::outcomeForStranger(allScores(), threshold);
        const qsizetype person = truth.kind == Truth::Kind::Member ? gallery->indexOf(truth.who) : -1;
        return person < 0 ? trials::Outcome::Unknown
                          : trials::outcomeFor(allScores(), std::size_t(person), threshold);
    }
    //! Whether it is about that voiceprint: the user said so, or nobody said and it was the best match.
    bool isOf(const VoiceprintKey &voiceprint) const
    {
        if (gallery->connection != voiceprint.first)
            return false;
        if (truth.kind != Truth::Kind::Unknown)
            return truth.kind == Truth::Kind::Member && truth.who == voiceprint.second;
        const auto best = judge(0, 0).best;
        return best && gallery->members.at(qsizetype(*best)).id == voiceprint.second;
    }
};

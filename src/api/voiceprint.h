// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/group.h"

namespace api {

//! One enrolled speaker of a group.
struct Voiceprint
{
    static constexpr auto listKey = "items";
    QString id;
    QString groupId;
    QString name;
    QString description;
    QString iconUrl;
    QString audioUrl; //!< where the enrolment audio can be fetched; may be empty
    User creator;
    QDateTime created;
    QDateTime updated;

    static Result<Voiceprint> fromJson(const QJsonValue &data);
};

//! Audio to send: a wav file, or raw 16-bit pcm with its rate and channels named.
struct AudioFile
{
    QByteArray data;
    QString fileName = QStringLiteral("clip.wav");
    QByteArray mimeType = "audio/wav";
    std::optional<int> sampleRate = {}; //!< in Hz, for raw pcm only
    std::optional<int> channels = {};   //!< for raw pcm only
};

struct VoiceprintDraft
{
    QString name; //!< not empty
    QString description;
    AudioFile audio;
};

//! What to change of a voiceprint; what is absent stays as it is.
struct VoiceprintChange
{
    std::optional<QString> name;
    std::optional<QString> description;
    std::optional<AudioFile> audio;
};

//! How well a clip matches one enrolled speaker.
struct Match
{
    QString voiceprintId;
    QString name;
    QString description;
    double score = 0; //!< 0 to 100; not a probability, and not comparable between services

    //! A service may send anything: what is beyond the scale says nothing.
    bool isOnScale() const { return score >= 0 && score <= 100; }
    static Result<Match> fromJson(const QJsonValue &data);
};

//! The answer to an identification, best match first.
struct Matches
{
    QList<Match> items;
    QString engine = {}; //!< what has compared, where the service says so (This computer does)
    QString logId = {};  //!< what a support desk asks for; the Client sets it

    enum class Scale {
        Hundred,
        One,    //!< perhaps: nothing is above 1, and nobody says what has compared
        Beyond, //!< something is not on a scale of 0 to 100
    };
    //! On what the scores stand: only those of Hundred can be held against a threshold.
    Scale scale() const;
    static Result<Matches> fromJson(const QJsonValue &data);
};

//! Enrols one speaker; Refused where the group holds wire::maxVoiceprintsPerGroup already, or the audio is
//! larger than wire::maxFileBytes or no use.
Request<Created> createVoiceprint(const QString &groupId, const VoiceprintDraft &draft);
//! \a page counts from 1, \a size is 1 to 200.
Request<Page<Voiceprint>> listVoiceprints(const QString &groupId, int page, int size);
//! Renames, describes or gives a new recording: what is absent from \a change stays.
Request<Nothing> updateVoiceprint(const QString &groupId, const QString &voiceprintId,
                                  const VoiceprintChange &change);
Request<Nothing> deleteVoiceprint(const QString &groupId, const QString &voiceprintId);
//! Scores \a audio against the group's voiceprints; billed. \a topK limits how many come back (all if
//! absent).
Request<Matches> identifySpeaker(const QString &groupId, const AudioFile &audio,
                                 std::optional<int> topK = {});

} // namespace api

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/page.h"

#include <QDateTime>

namespace api {

//! An emotion that a voice can speak with, and its range of intensity.
struct Emotion
{
    QString id;
    QString name;
    double minimum = 1;
    double maximum = 5;
    double standard = 4;
};

//! A voice that reads text aloud.
struct Voice
{
    static constexpr auto listKey = "voice_list";
    enum class Model { Unknown, Big, Small };
    enum class State { Unknown, Init, Cloned };
    QString id;
    QString name;
    bool isSystem = false;
    QString languageCode;
    QString languageName;
    QString previewText;
    QString previewAudio; //!< a signed address that expires: ask for the list again, never keep it
    int trainingsLeft = 0;
    QDateTime created;
    QDateTime updated;
    Model model = Model::Unknown;
    QString modelName;
    State state = State::Unknown;
    QList<Emotion> emotions;

    static Result<Voice> fromJson(const QJsonValue &data);
};

//! Which voices to list. The service's defaults are left out of the request, except the state, which is
//! always sent.
struct VoiceFilter
{
    bool withoutSystem = false;                 //!< only the account's own voices
    Voice::Model model = Voice::Model::Unknown; //!< Unknown: both
    //! Which cloning states: absent means all.
    std::optional<Voice::State> state = Voice::State::Cloned;
    bool operator==(const VoiceFilter &) const = default;
};

//! \a page counts from 1, \a size is 1 to 100.
Request<Page<Voice>> listVoices(int page, int size, const VoiceFilter &filter = {});

} // namespace api

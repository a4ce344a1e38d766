// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/endpoints/house.h"
#include "server/http/http.h"

#include <QJsonObject>

//! One function per endpoint: the question checked, the store asked, the answer written.
namespace server {

//! What the path of a question names.
struct Target
{
    qint64 group = 0;
    qint64 voiceprint = 0;
    QString voice = {};
};

Result<Answer> createGroup(House &, const Question &, const Target &);
Result<Answer> listGroups(House &, const Question &, const Target &);
Result<Answer> updateGroup(House &, const Question &, const Target &);
Result<Answer> deleteGroup(House &, const Question &, const Target &);

Result<Answer> createVoiceprint(House &, const Question &, const Target &);
Result<Answer> listVoiceprints(House &, const Question &, const Target &);
Result<Answer> updateVoiceprint(House &, const Question &, const Target &);
Result<Answer> deleteVoiceprint(House &, const Question &, const Target &);
Result<Answer> voiceprintAudio(House &, const Question &, const Target &);
Result<Answer> identifySpeaker(House &, const Question &, const Target &);

Result<Answer> listVoices(House &, const Question &, const Target &);
Result<Answer> voicePreview(House &, const Question &, const Target &);
Result<Answer> cloneVoice(House &, const Question &, const Target &);
Result<Answer> createSpeech(House &, const Question &, const Target &);

//! `user_info` of whatever this computer's user made.
QJsonObject userJson(const House &house, const QString &name);

//! Said instead of a voiceprint or a score.
Error tooLittleSpeech(const speaker::TooLittleSpeech &speech);

} // namespace server

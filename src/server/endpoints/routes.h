// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/endpoints/households.h"
#include "server/http/http.h"
#include "server/voices/previews.h"

#include <QJsonObject>

namespace server {

//! What the endpoints work with.
struct House
{
    std::unique_ptr<Store> store;
    std::shared_ptr<const speaker::Engine> engine;
    std::unique_ptr<Households> households;
    Previews previews;
    QByteArray tokenDigest;
    QString url;                 //!< of this server
    bool isCalledByHost = false; //!< it listens on every address: its URL is what the client calls it

    //! Where the one who asks finds this server.
    QString urlFor(const Question &question) const;
};

} // namespace server

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

//! The way from a path to its endpoint, past the token.
class Routes final : public Desk
{
public:
    explicit Routes(std::shared_ptr<House> house)
        : m_house(std::move(house))
    {}

    bool wantsBody(const Question &question) override;
    Work workFor(const Question &question) override;
    Answer answer(const Question &question) override;
    void close() override { m_house->store->close(); }

private:
    Result<Answer> tryAnswer(const Question &question);
    const std::shared_ptr<House> m_house;
};

} // namespace server

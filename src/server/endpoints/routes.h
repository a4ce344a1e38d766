// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/endpoints/households.h"
#include "server/http/http.h"
#include "server/voices/previews.h"

#include <QJsonObject>

namespace server {

//! What the endpoints work with.
struct Services
{
    std::unique_ptr<Store> store;
    std::shared_ptr<const speaker::Engine> engine;
    std::unique_ptr<Households> households;
    Previews previews;
    QByteArray tokenDigest;
    QString url;                 //!< of this server
    bool isCalledByHost = false; //!< it listens on every address: its URL is what the client calls it

    //! Where the one who asks finds this server.
    QString urlFor(const HttpRequest &request) const;
};

} // namespace server

//! One function per endpoint: the request checked, the store asked, the response written.
namespace server {

//! What the path of a request names.
struct Target
{
    qint64 group = 0;
    qint64 voiceprint = 0;
    QString voice = {};
};

Result<HttpResponse> createGroup(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> listGroups(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> updateGroup(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> deleteGroup(Services &, const HttpRequest &, const Target &);

Result<HttpResponse> createVoiceprint(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> listVoiceprints(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> updateVoiceprint(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> deleteVoiceprint(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> voiceprintAudio(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> identifySpeaker(Services &, const HttpRequest &, const Target &);

Result<HttpResponse> listVoices(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> voicePreview(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> cloneVoice(Services &, const HttpRequest &, const Target &);
Result<HttpResponse> createSpeech(Services &, const HttpRequest &, const Target &);

//! `user_info` of whatever this computer's user made.
QJsonObject userJson(const Services &services, const QString &name);

//! Said instead of a voiceprint or a score.
Error tooLittleSpeech(const speaker::TooLittleSpeech &speech);

//! The way from a path to its endpoint, past the token.
class Routes final : public RequestHandler
{
public:
    explicit Routes(std::shared_ptr<Services> services)
        : m_services(std::move(services))
    {}

    bool wantsBody(const HttpRequest &request) override;
    Work workFor(const HttpRequest &request) override;
    HttpResponse answer(const HttpRequest &request) override;
    void close() override { m_services->store->close(); }

private:
    Result<HttpResponse> tryAnswer(const HttpRequest &request);
    const std::shared_ptr<Services> m_services;
};

} // namespace server

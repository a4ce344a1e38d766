// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/endpoints/households.h"
#include "server/http/http.h"
#include "server/voices/previews.h"

#include <QJsonObject>

#include <functional>
#include <mutex>

namespace server {

//! What the endpoints work with.
struct Services
{
    std::unique_ptr<Store> store;
    speaker::Engines &engines;
    std::unique_ptr<Households> households;
    Previews previews;
    QByteArray tokenDigest;
    QString url;                 //!< of this server
    bool isCalledByHost = false; //!< it listens on every address: its URL is what the client calls it
    bool isReachable = true;     //!< other computers may come, under whatever name they know this one by
    std::function<void(const Error &)> onLost = {}; //!< told once that the data folder is not ours any more
    std::once_flag lost = {};

    //! Where the one who asks finds this server.
    QString urlFor(const HttpRequest &request) const;
};

//! What the path of a request names.
struct Target
{
    qint64 group = 0;
    qint64 voiceprint = 0;
    QString voice = {};
};

//! One function per endpoint: the request checked, the store asked, the response written.
using Endpoint = Result<HttpResponse>(Services &, const HttpRequest &, const Target &);

Endpoint createGroup;
Endpoint listGroups;
Endpoint updateGroup;
Endpoint deleteGroup;

Endpoint createVoiceprint;
Endpoint listVoiceprints;
Endpoint updateVoiceprint;
Endpoint deleteVoiceprint;
Endpoint voiceprintAudio;
Endpoint identifySpeaker;

Endpoint listVoices;
Endpoint voicePreview;
Endpoint cloneVoice;
Endpoint createSpeech;

//! `user_info` of whatever this computer's user made.
QJsonObject userJson(const Services &services, const QString &name);

//! JSON of code 0 with \a data.
HttpResponse success(const QJsonObject &data = {});
//! The same with the id of what was made, or why it was not.
Result<HttpResponse> created(const Result<qint64> &id);
//! The same without data, or why it was not done.
Result<HttpResponse> done(const Result<Nothing> &result);
//! Sound, or the one range of its bytes that the request asks for (206; 416 where there is no such range).
Result<HttpResponse> wavResponse(const Result<QByteArray> &wav, const HttpRequest &request);

//! The way from a path to its endpoint, past the token, and from what that says to a response.
class Routes final : public RequestHandler
{
public:
    explicit Routes(std::shared_ptr<Services> services)
        : m_services(std::move(services))
    {}

    Plan plan(const HttpRequest &header) override;
    HttpResponse refuse(const HttpRequest &request, Fault fault) override;
    void close() override { m_services->store->close(); }

private:
    const std::shared_ptr<Services> m_services;
};

} // namespace server

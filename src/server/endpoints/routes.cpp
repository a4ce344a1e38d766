// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/routes.h"

#include "base/process.h"
#include "base/wire.h"
#include "server/endpoints/token.h"
#include "server/http/http.h"
#include "server/http/multipart.h"

#include <QUrl>

namespace server {

QString Services::urlFor(const HttpRequest &request) const
{
    if (!isCalledByHost || request.host.isEmpty())
        return url;
    QUrl called;
    called.setScheme(QUrl(url).scheme());
    called.setAuthority(QString::fromLatin1(request.host), QUrl::StrictMode);
    const bool isPlain = called.isValid() && !called.host().isEmpty() && called.userInfo().isEmpty();
    return isPlain ? called.toString() : url;
}

namespace {

struct Route
{
    Verb verb;
    QString path; // {g} a group, {v} a voiceprint, {s} a voice
    Result<HttpResponse> (*endpoint)(Services &, const HttpRequest &, const Target &);
    Work work = Work::Quick;
};

const QList<Route> &routes()
{
    static const QString groups = QStringLiteral("/v1/audio/voiceprint_groups");
    static const QString voices = QStringLiteral("/v1/audio/voices");
    static const QList<Route> all{
        {Verb::Post, groups, createGroup},
        {Verb::Get, groups, listGroups},
        {Verb::Put, groups + QStringLiteral("/{g}"), updateGroup},
        {Verb::Delete, groups + QStringLiteral("/{g}"), deleteGroup},
        {Verb::Post, groups + QStringLiteral("/{g}/features"), createVoiceprint, Work::Engine},
        {Verb::Get, groups + QStringLiteral("/{g}/features"), listVoiceprints},
        {Verb::Put, groups + QStringLiteral("/{g}/features/{v}"), updateVoiceprint, Work::Engine},
        {Verb::Delete, groups + QStringLiteral("/{g}/features/{v}"), deleteVoiceprint},
        {Verb::Get, groups + QStringLiteral("/{g}/features/{v}/audio"), voiceprintAudio},
        {Verb::Post, groups + QStringLiteral("/{g}/speaker_identify"), identifySpeaker, Work::Engine},
        {Verb::Get, voices, listVoices},
        {Verb::Get, voices + QStringLiteral("/{s}/preview"), voicePreview, Work::Voice},
        {Verb::Post, voices + QStringLiteral("/clone"), cloneVoice},
        {Verb::Post, QStringLiteral("/v1/audio/speech"), createSpeech, Work::Voice},
    };
    return all;
}

bool matches(const Route &route, const HttpRequest &request)
{
    const QStringList pattern = route.path.split(u'/');
    const QStringList path = request.path.split(u'/');
    if (route.verb != request.verb || pattern.size() != path.size())
        return false;
    return std::equal(
        pattern.begin(), pattern.end(), path.begin(),
        [](const QString &want, const QString &have) { return want.startsWith(u'{') || want == have; });
}

const Route *findRoute(const HttpRequest &request)
{
    const auto found = std::find_if(routes().begin(), routes().end(),
                                    [&](const Route &route) { return matches(route, request); });
    return found == routes().end() ? nullptr : &*found;
}

Result<Target> readTarget(const Route &route, const HttpRequest &request)
{
    Target target;
    const QStringList pattern = route.path.split(u'/');
    const QStringList path = request.path.split(u'/');
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (!pattern[i].startsWith(u'{'))
            continue;
        const auto id = toId(path[i]);
        if (!id)
            return refusal(wire::code::badParameter, QStringLiteral("the id in the path must be a number"));
        if (pattern[i] == u"{g}")
            target.group = *id;
        else if (pattern[i] == u"{v}")
            target.voiceprint = *id;
        else
            target.voice = path[i];
    }
    return target;
}

} // namespace

bool Routes::wantsBody(const HttpRequest &request)
{
    const Route *route = findRoute(request);
    return route && route->endpoint != cloneVoice && bears(request.authorization, m_services->tokenDigest);
}

Work Routes::workFor(const HttpRequest &request)
{
    const Route *route = findRoute(request);
    const bool isAnswered =
        request.intake == HttpRequest::Intake::Whole && bears(request.authorization, m_services->tokenDigest);
    return route && isAnswered ? route->work : Work::Quick;
}

HttpResponse Routes::answer(const HttpRequest &request)
{
    auto result = tryAnswer(request);
    HttpResponse response = result ? *std::move(result) : failure(result.error());
    const QByteArray logId = stampLogId(response);
    qCDebug(logServer, "%s %s: %d", logId.constData(), qPrintable(request.path), response.status);
    return response;
}

Result<HttpResponse> Routes::tryAnswer(const HttpRequest &request)
{
    if (request.intake == HttpRequest::Intake::Crowded)
        return refusal(wire::code::rateLimited, QStringLiteral("the server is busy: try again soon"));
    if (request.intake == HttpRequest::Intake::LongHeader)
        return refusal(wire::code::badParameter, QStringLiteral("address and header are too long"));
    if (!bears(request.authorization, m_services->tokenDigest))
        return Error{.kind = Error::Kind::Unauthorized,
                     .detail = QStringLiteral("the token is missing or wrong"),
                     .code = wire::code::tokenInvalid};
    const Route *route = findRoute(request);
    if (!route)
        return Error{.kind = Error::Kind::NotFound,
                     .detail = QStringLiteral("there is no such endpoint"),
                     .code = wire::code::badParameter};
    if (request.intake == HttpRequest::Intake::TooLong)
        return refusal(wire::code::fileTooLarge,
                       QStringLiteral("the file is larger than %1 bytes").arg(wire::maxFileBytes));
    const auto target = readTarget(*route, request);
    if (!target)
        return target.error();
    return route->endpoint(*m_services, request, *target);
}

} // namespace server

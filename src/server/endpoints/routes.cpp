// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/routes.h"

#include "base/gzip.h"
#include "base/process.h"
#include "base/wire.h"
#include "server/endpoints/fields.h"
#include "server/endpoints/token.h"

#include <QDateTime>
#include <QHostAddress>
#include <QJsonDocument>
#include <QUrl>
#include <QUuid>

#include <sqlite3.h>

#include <optional>

namespace server {

namespace {

struct Route
{
    Verb verb;
    QString path; // {g} a group, {v} a voiceprint, {s} a voice
    Endpoint *endpoint;
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
        {Verb::Get, groups + QStringLiteral("/{g}/features/{v}/audio"), voiceprintAudio, Work::Sound},
        {Verb::Post, groups + QStringLiteral("/{g}/speaker_identify"), identifySpeaker, Work::Engine},
        {Verb::Get, voices, listVoices},
        {Verb::Get, voices + QStringLiteral("/{s}/preview"), voicePreview, Work::Voice},
        {Verb::Post, voices + QStringLiteral("/clone"), cloneVoice},
        {Verb::Post, QStringLiteral("/v1/audio/speech"), createSpeech, Work::Voice},
    };
    return all;
}

// What stands at the placeholders of the route, where the request is for it.
std::optional<QHash<QString, QString>> match(const Route &route, const HttpRequest &request)
{
    const QStringList pattern = route.path.split(u'/');
    const QStringList path = request.path.split(u'/');
    if (route.verb != request.verb || pattern.size() != path.size())
        return {};
    QHash<QString, QString> found;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern[i].startsWith(u'{'))
            found.insert(pattern[i], path[i]);
        else if (pattern[i] != path[i])
            return {};
    }
    return found;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

qint64 codeOf(const Error &error)
{
    // Of errors that come from below, and have no code of the wire.
    static const QHash<Error::Kind, qint64> known{{Error::Kind::NotFound, wire::code::notFound},
                                                  {Error::Kind::Quota, wire::code::badParameter},
                                                  {Error::Kind::Refused, wire::code::badParameter},
                                                  {Error::Kind::Busy, wire::code::rateLimited}};
    const bool isOfTheWire = error.code != 0 && error.kind != Error::Kind::Storage;
    return isOfTheWire ? error.code : known.value(error.kind, wire::code::internal);
}

int statusOf(const Error &error)
{
    static const QHash<qint64, int> known{{wire::code::tokenInvalid, 401},
                                          {wire::code::permissionMissing, 403},
                                          {wire::code::fileTooLarge, 413},
                                          {wire::code::rateLimited, 503},
                                          {wire::code::internal, 500}};
    return error.code == SQLITE_READONLY_DBMOVED ? 500
           : error.kind == Error::Kind::Storage  ? 507
           : error.kind == Error::Kind::NotFound ? 404
                                                 : known.value(codeOf(error), 400);
}

QString wordsOf(const Error &error)
{
    if (error.kind != Error::Kind::Storage)
        return error.detail;
    switch (error.code & 0xff) {
    case SQLITE_FULL:
        return QStringLiteral("the disk is full: nothing was changed");
    case SQLITE_READONLY:
        return error.detail;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return QStringLiteral("the database is damaged: ") + error.detail;
    default:
        return QStringLiteral("the disk gives an error: ") + error.detail;
    }
}

HttpResponse failure(const Error &error)
{
    const qint64 code = codeOf(error);
    HttpResponse response{
        .status = statusOf(error),
        .body = compact({{QStringLiteral("code"), code}, {QStringLiteral("msg"), wordsOf(error)}})};
    if (code == wire::code::tokenInvalid)
        response.headers.emplaceBack("WWW-Authenticate", "Bearer");
    return response;
}

// Marks the response with a log id, in its header and, for JSON, in detail.logid; tells which.
QByteArray stampLogId(HttpResponse &response)
{
    const QByteArray id = QDateTime::currentDateTimeUtc().toString(u"yyyyMMddHHmmss").toLatin1() +
                          QUuid::createUuid().toRfc4122().toHex().last(20).toUpper();
    response.headers.append({"X-Tt-Logid", id});
    if (response.contentType == "application/json" && response.body.endsWith('}')) {
        response.body.chop(1);
        response.body += R"(,"detail":{"logid":")" + id + R"("}})";
    }
    return id;
}

HttpResponse finish(const HttpRequest &request, const Result<HttpResponse> &result)
{
    HttpResponse response = result ? *result : failure(result.error());
    const QByteArray logId = stampLogId(response);
    qCDebug(logServer, "%s %s: %d", logId.constData(), qPrintable(request.path), response.status);
    return response;
}

// The request with its body as its sender had it.
Result<HttpRequest> unpacked(const HttpRequest &request)
{
    const QByteArray encoding = request.contentEncoding.trimmed().toLower();
    if (request.body.isEmpty())
        return request;
    if (encoding.isEmpty() || encoding == "identity") {
        if (gzip::isPacked(request.body))
            return refusal(
                QStringLiteral("the body is packed with gzip, but Content-Encoding does not say so"));
        return request;
    }
    if (encoding != "gzip" && encoding != "x-gzip")
        return refusal(
            QStringLiteral("a body packed with “%1” is not read here: send gzip, or the body as it is")
                .arg(QString::fromLatin1(encoding.left(20))));
    const auto body = gzip::unpacked(request.body, wire::maxFileBytes + 65'536);
    if (!body)
        return refusal(
            QStringLiteral("the packed body is damaged, or larger than %1 bytes").arg(wire::maxFileBytes));
    HttpRequest whole = request;
    whole.body = *body;
    return whole;
}

struct Range
{
    qint64 first;
    qint64 last;
};

// "bytes=2-5", "bytes=2-", "bytes=-3". Nothing: not such a range, so the header is ignored, as HTTP wants it.
std::optional<Range> parse(const QByteArray &header, qint64 size)
{
    if (!header.toLower().startsWith("bytes=") || header.contains(','))
        return {};
    const QList<QByteArray> ends = header.sliced(6).split('-');
    if (ends.size() != 2 || (ends[0].isEmpty() && ends[1].isEmpty()))
        return {};
    bool isFirst = true;
    bool isLast = true;
    const qint64 first = ends[0].isEmpty() ? 0 : ends[0].trimmed().toLongLong(&isFirst);
    const qint64 last = ends[1].isEmpty() ? size - 1 : ends[1].trimmed().toLongLong(&isLast);
    if (!isFirst || !isLast || first < 0 || last < 0)
        return {};
    if (ends[0].isEmpty())
        return Range{std::max<qint64>(size - last, 0), last == 0 ? -1 : size - 1};
    if (last < first && !ends[1].isEmpty())
        return {};
    return Range{first, std::min(last, size - 1)};
}

// Whether the authority (127.0.0.1:7700) names this computer.
bool isLocal(const QByteArray &authority)
{
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setAuthority(QString::fromLatin1(authority), QUrl::StrictMode);
    const QString host = url.host();
    return url.isValid() && url.userInfo().isEmpty() &&
           (host == u"localhost" || host == u"::1" ||
            QHostAddress(host).isInSubnet(QHostAddress(0x7f000000), 8));
}

// A web page that has its own name lead to this computer, or that asks from elsewhere, is kept out.
bool isOfThisComputer(const HttpRequest &request)
{
    const QByteArray page = request.origin.mid(request.origin.indexOf("://") + 3);
    const bool isOurs = request.origin.isEmpty() || (request.origin.startsWith("http") && isLocal(page));
    return (request.host.isEmpty() || isLocal(request.host)) && isOurs; // HTTP/1.0 needs no Host
}

} // namespace

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

HttpResponse success(const QJsonObject &data)
{
    return {.body = compact({{QStringLiteral("code"), 0},
                             {QStringLiteral("msg"), QString()},
                             {QStringLiteral("data"), data}})};
}

Result<HttpResponse> created(const Result<qint64> &id)
{
    if (!id)
        return id.error();
    return success({{QStringLiteral("id"), QString::number(*id)}});
}

Result<HttpResponse> done(const Result<Nothing> &result)
{
    if (!result)
        return result.error();
    return success();
}

Result<HttpResponse> wavResponse(const Result<QByteArray> &wav, const HttpRequest &request)
{
    if (!wav)
        return wav.error();
    HttpResponse response{.contentType = "audio/wav",
                          .body = *wav,
                          .headers = {{"Accept-Ranges", "bytes"}, {"Cache-Control", "private, no-store"}}};
    const auto range = parse(request.range, wav->size());
    if (!range)
        return response;
    const QByteArray whole = QByteArray::number(wav->size());
    if (range->first > range->last) {
        HttpResponse none = failure(refusal(QStringLiteral("no such range of bytes")));
        none.status = 416;
        none.headers.append({"Content-Range", "bytes */" + whole});
        return none;
    }
    response.status = 206;
    response.body = wav->sliced(range->first, range->last - range->first + 1);
    response.headers.append({"Content-Range", "bytes " + QByteArray::number(range->first) + '-' +
                                                  QByteArray::number(range->last) + '/' + whole});
    return response;
}

Plan Routes::plan(const HttpRequest &header)
{
    const auto refused = [](const Error &error) {
        return Plan{.respond = [error](const HttpRequest &request) { return finish(request, error); }};
    };
    if (!m_services->isReachable && !isOfThisComputer(header))
        return refused(
            {.kind = Error::Kind::Refused,
             .detail = QStringLiteral("only this computer is served, as 127.0.0.1, [::1] or localhost"),
             .code = wire::code::permissionMissing});
    if (!bears(header.authorization, m_services->tokenDigest))
        return refused({.kind = Error::Kind::Unauthorized,
                        .detail = QStringLiteral("the token is missing or wrong"),
                        .code = wire::code::tokenInvalid});
    for (const Route &route : routes()) {
        const auto found = match(route, header);
        if (!found)
            continue;
        const bool areIds = std::all_of(found->cbegin(), found->cend(), toId);
        const Target target{.group = toId(found->value(QStringLiteral("{g}"))).value_or(0),
                            .voiceprint = toId(found->value(QStringLiteral("{v}"))).value_or(0),
                            .voice = found->value(QStringLiteral("{s}"))};
        const auto respond = [areIds, target, endpoint = route.endpoint,
                              services = m_services](const HttpRequest &request) {
            const Result<HttpRequest> whole =
                areIds ? unpacked(request) : refusal(QStringLiteral("the id in the path must be a number"));
            const Result<HttpResponse> result =
                whole.and_then([&](const HttpRequest &sent) { return endpoint(*services, sent, target); });
            if (!result && result.error().code == SQLITE_READONLY_DBMOVED && services->onLost)
                std::call_once(services->lost, services->onLost, result.error());
            return finish(request, result);
        };
        return {.respond = respond,
                .work = route.work,
                .wantsBody = route.endpoint != cloneVoice,
                .hasToken = true};
    }
    Plan unknown = refused({.kind = Error::Kind::NotFound,
                            .detail = QStringLiteral("there is no such endpoint"),
                            .code = wire::code::badParameter});
    unknown.isAtOnce = true;
    unknown.hasToken = true;
    return unknown;
}

HttpResponse Routes::refuse(const HttpRequest &request, Fault fault)
{
    switch (fault) {
    case Fault::TooLong:
        return finish(request,
                      refusal(QStringLiteral("the file is larger than %1 bytes").arg(wire::maxFileBytes),
                              wire::code::fileTooLarge));
    case Fault::LongHeader:
        return finish(request, refusal(QStringLiteral("address and header are too long")));
    case Fault::ManyArguments:
        return finish(request, refusal(QStringLiteral("more than 1000 arguments follow the path")));
    case Fault::Ambiguous:
        return finish(request,
                      refusal(QStringLiteral("the request can be read in more than one way: send one "
                                             "Content-Length and one Host")));
    case Fault::Crowded:
        break;
    }
    return finish(request,
                  refusal(QStringLiteral("the server is busy: try again soon"), wire::code::rateLimited));
}

} // namespace server

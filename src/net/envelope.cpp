// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/envelope.h"

#include "base/wire.h"
#include "net/stranger.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace {

using Kind = Error::Kind;
using Obstacle = Error::Obstacle;

struct Meaning
{
    qint64 code;
    Kind kind;
    bool isRetryable = false;
};

// Every code that a document names for this service.
constexpr Meaning meanings[] = {
    {1109, Kind::Refused}, // a voice's audio says something else than its text
    {wire::code::badParameter, Kind::Refused},
    {4001, Kind::Refused}, // unknown chat
    {4002, Kind::Refused}, // unknown conversation
    {4005, Kind::Refused}, // unknown message
    {4006, Kind::Refused}, // unknown bot
    {4008, Kind::Quota},   // the day's calls are spent: a limit too, but not one that passes soon
    {4009, Kind::Busy, true},
    {4011, Kind::Quota}, // no balance
    {wire::code::rateLimited, Kind::Busy, true},
    {4014, Kind::Refused}, // cannot answer
    {4015, Kind::Refused}, // bot not published
    {4016, Kind::Refused}, // a chat is running already
    {4019, Kind::Quota},   // in arrears
    {4020, Kind::Busy, true},
    {4022, Kind::Quota},   // no balance
    {4026, Kind::Quota},   // a limit of the plan
    {4027, Kind::Quota},   // in arrears
    {4028, Kind::Quota},   // free credits spent
    {4029, Kind::Quota},   // a limit of the plan
    {4031, Kind::Refused}, // cloning takes another plan
    {4032, Kind::Quota},   // no clonings left
    {wire::code::tokenInvalid, Kind::Unauthorized},
    {wire::code::permissionMissing, Kind::Forbidden},
    {4102, Kind::Refused}, // the content check; the same text again is of no use soon
    {4105, Kind::Refused}, // sensitive words
    {wire::code::notFound, Kind::NotFound},
    {wire::code::fileMissing, Kind::Refused},
    {4301, Kind::Refused}, // more than one file
    {wire::code::fileTooLarge, Kind::Refused},
    {wire::code::fileTypeUnsupported, Kind::Refused},
    {wire::code::fileBroken, Kind::Refused},
    {wire::code::internal, Kind::Busy, true},
    {wire::code::accessTokenInvalid, Kind::Unauthorized},
    {700012014, Kind::Refused},    // traffic blocked
    {700012015, Kind::Refused},    // region blocked
    {710005002, Kind::Busy, true}, // too many requests
};

const Meaning *meaningOf(qint64 code)
{
    for (const Meaning &meaning : meanings) {
        if (meaning.code == code)
            return &meaning;
    }
    return nullptr;
}

bool isStatus(qint64 code)
{
    return code >= 400 && code < 600;
}

std::optional<qint64> codeOf(const QJsonValue &value)
{
    bool isNumber = false;
    const qint64 number = value.toVariant().toString().toLongLong(&isNumber);
    if (isNumber)
        return number;
    if (value.isDouble() && value.toDouble() == double(value.toInteger()))
        return value.toInteger();
    return {};
}

constexpr qsizetype mostCharacters = 4096; // of one text: a name of 8 MB takes a window seconds to draw
constexpr qsizetype mostEntries = 1000;    // of one list: no page has more than 200

QString capped(const QString &text)
{
    return text.size() <= mostCharacters ? text : text.left(mostCharacters) + QChar(0x2026);
}

// \a value with every text at most so long; sets \a longest to the size of its longest list.
QJsonValue capped(const QJsonValue &value, qsizetype &longest)
{
    if (value.isString())
        return capped(value.toString());
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member) {
            if (!member->isDouble() && !member->isBool())
                *member = capped(*member, longest);
        }
        return object;
    }
    if (!value.isArray())
        return value;
    QJsonArray array = value.toArray();
    longest = qMax(longest, array.size());
    for (qsizetype i = 0; i < array.size() && longest <= mostEntries; ++i)
        array[i] = capped(array[i], longest);
    return array;
}

QString firstText(const QJsonObject &object, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        QString text = object.value(QLatin1String(name)).toString();
        if (!text.isEmpty())
            return capped(text);
    }
    return {};
}

QString logIdOf(const QJsonObject &envelope, const QString &header)
{
    for (const auto place : {QLatin1String("detail"), QLatin1String("error")}) {
        QString logId = envelope.value(place).toObject().value(QLatin1String("logid")).toString();
        if (!logId.isEmpty())
            return capped(logId);
    }
    return capped(header);
}

// Coze's documents say `error`, its servers and SDKs also `error_code`; the other one may hold a sentence. A
// gateway's own word at another status than OAuth's ("forbidden" at 403) is none of OAuth's.
QString wordOf(const QJsonObject &answer, int status)
{
    static const QRegularExpression word(QStringLiteral("^[a-z]+(_[a-z]+)*$"));
    // RFC 6749, 5.2 and RFC 8628, 3.5
    static const QRegularExpression known(
        QStringLiteral("^(invalid_(request|client|grant|scope)|unauthorized_client|unsupported_grant_type|"
                       "authorization_pending|slow_down|access_denied|expired_token)$"));
    for (const auto name : {QLatin1String("error_code"), QLatin1String("error")}) {
        QString text = answer.value(name).toString();
        if ((status <= 400 ? word : known).match(text).hasMatch())
            return text;
    }
    return {};
}

bool tellsOfOAuth(const QJsonObject &answer)
{
    return answer.contains(QLatin1String("error")) || answer.contains(QLatin1String("error_code"));
}

bool tellsOfFailure(const QJsonObject &answer)
{
    for (const auto name : {QLatin1String("error_code"), QLatin1String("error")}) {
        const QJsonValue value = answer.value(name);
        if (!value.toString().isEmpty() || value.toInteger() != 0)
            return true;
    }
    return answer.isEmpty();
}

// JSON is UTF-8 whatever its header says; what something on the way has recoded is none.
QJsonObject jsonOf(const HttpResponse &http)
{
    const QJsonDocument json = QJsonDocument::fromJson(http.body);
    if (!json.isNull() || http.body.isEmpty())
        return json.object();
    return QJsonDocument::fromJson(stranger::text(http.body, http.mimeType).toUtf8()).object();
}

// Coze's own: a code that is no HTTP status, of its documents or with its word for the message.
bool isEnvelope(const QJsonObject &object, qint64 code)
{
    return code == 0 || meaningOf(code) || (!isStatus(code) && object.contains(QLatin1String("msg")));
}

Result<Answer> readAnswer(const HttpResponse &http, Error (*judgeOther)(const HttpResponse &))
{
    if (http.failure)
        return *http.failure;
    const QJsonObject envelope = jsonOf(http);
    const QString logId = logIdOf(envelope, http.logId);
    const std::optional<qint64> code = codeOf(envelope.value(QLatin1String("code")));
    if (code == 0) {
        qsizetype longest = 0;
        QJsonValue data = envelope.value(QLatin1String("data"));
        if (http.body.size() > mostCharacters)
            data = capped(data, longest);
        if (longest > mostEntries)
            return Error{.kind = Kind::Malformed,
                         .detail = QCoreApplication::translate("Error", "a list of more than %1 entries came")
                                       .arg(mostEntries),
                         .code = http.status,
                         .logId = logId};
        return Answer{.data = data, .logId = logId};
    }
    if (code && isEnvelope(envelope, *code))
        return Error{.kind = codes::kind(*code, http.status),
                     .detail = firstText(envelope, {"msg", "message", "error_message", "error_description",
                                                    "error_code", "error"}),
                     .code = *code,
                     .logId = logId};
    HttpResponse other = http;
    other.logId = logId;
    if (code && isStatus(*code)) // a gateway repeats the status, at HTTP 200 too
        other.status = int(*code);
    Error error = judgeOther(other);
    if (error.kind == Kind::Malformed && tellsOfOAuth(envelope))
        error.kind = Kind::Refused;
    return error;
}

Result<Answer> read(const HttpRequest &request, const HttpResponse &http)
{
    if (http.isRedirect())
        return stranger::judgeRedirect(http, request.path);
    if (request.manner == Manner::Media)
        return readMedia(http);
    return request.manner == Manner::OAuth ? readOAuth(http) : readEnvelope(http);
}

bool isOutcomeUnknown(Verb verb, const HttpResponse &http, const Error &error)
{
    if (verb == Verb::Get || !http.isSent)
        return false;
    // The first line of an answer is enough to know of a refusal or of a redirect, even if the rest was lost;
    // 511 is what a network says that lets nothing pass.
    if ((http.status >= 300 && http.status < 500) || http.status == 511)
        return false;
    if (http.failure || http.status == 502 || http.status == 504)
        return true;
    // Without an envelope the status stands in for the code.
    const bool isUnderstood = error.code != http.status;
    return !isUnderstood &&
           (http.status >= 500 || error.kind == Kind::Malformed || error.kind == Kind::Stranger);
}

} // namespace

Result<Answer> readEnvelope(const HttpResponse &http)
{
    return readAnswer(http, stranger::judge);
}

Result<Answer> readMedia(const HttpResponse &http)
{
    if (http.failure)
        return *http.failure;
    if (http.status < 400 && !http.body.isEmpty() && !stranger::isText(http.body, http.mimeType))
        return Answer{.bytes = http.body, .mimeType = http.mimeType, .logId = http.logId};
    const Result<Answer> envelope = readAnswer(http, stranger::judgeMedia);
    return envelope ? stranger::judgeMedia(http) : envelope.error();
}

Result<Answer> readOAuth(const HttpResponse &http)
{
    if (http.failure)
        return *http.failure;
    const QJsonObject answer = jsonOf(http);
    const bool isFailure = http.status >= 400 || tellsOfFailure(answer);
    if (!isFailure && !answer.contains(QLatin1String("code")))
        return Answer{.data = answer, .logId = http.logId};
    const Result<Answer> enveloped = readEnvelope(http);
    if (enveloped && !isFailure)
        return Answer{.data = enveloped->data.isObject() ? enveloped->data : QJsonValue(answer),
                      .logId = enveloped->logId};
    Error error = enveloped ? Error{.code = http.status, .logId = enveloped->logId} : enveloped.error();
    const QString word = wordOf(answer, http.status);
    // There was no token that could be refused, or lack a permission.
    const bool isAboutToken =
        error.kind == Kind::Unauthorized || error.kind == Kind::Forbidden || error.kind == Kind::NotFound;
    const bool isOfStranger = error.kind == Kind::Refused && isStatus(error.code);
    if (enveloped || !word.isEmpty() || isAboutToken) {
        error.kind = Kind::Refused;
        error.obstacle = Obstacle::None;
    } else if (isOfStranger) {
        error.kind = Kind::Stranger;
        error.obstacle = Obstacle::Status;
    }
    if (!word.isEmpty())
        error.detail = word;
    return error;
}

Result<Answer> verdict(const HttpRequest &request, const HttpResponse &http)
{
    Result<Answer> result = read(request, http);
    if (result)
        return result;
    Error error = result.error();
    if (error.kind == Kind::Forbidden)
        error.permission = request.permission;
    error.isOutcomeUnknown = isOutcomeUnknown(request.verb, http, error);
    return error;
}

namespace codes {

Kind kind(qint64 code, int httpStatus)
{
    // The local server alone answers so, beside the code of any failure within a service.
    if (code == wire::code::internal && httpStatus == 507)
        return Kind::Storage;
    if (const Meaning *meaning = meaningOf(code))
        return meaning->kind;
    // Of a code that no document names, the status of the same answer says more than nothing; but of a
    // permission or of a thing that is gone, the code alone can tell.
    if (httpStatus == 401)
        return Kind::Unauthorized;
    if (httpStatus == 408)
        return Kind::Timeout;
    return httpStatus == 429 || httpStatus >= 500 ? Kind::Busy : Kind::Refused;
}

bool isRetryable(qint64 code, int httpStatus)
{
    if (const Meaning *meaning = meaningOf(code))
        return meaning->isRetryable;
    const int status = isStatus(code) ? int(code) : httpStatus;
    return status == 429 || status == 502 || status == 503 || status == 504;
}

} // namespace codes

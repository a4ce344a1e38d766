// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/envelope.h"

#include "base/wire.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace {

using Kind = Error::Kind;

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
    {4022, Kind::Quota}, // no balance
    {4027, Kind::Quota}, // in arrears
    {4028, Kind::Quota}, // free credits spent
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

// Gateways repeat the status in the envelope, at HTTP 200 too.
bool isStatus(qint64 code)
{
    return code >= 400 && code < 600;
}

Kind kindOfStatus(int httpStatus)
{
    switch (httpStatus) {
    case 401:
        return Kind::Unauthorized;
    case 403:
        return Kind::Forbidden;
    case 404:
        return Kind::NotFound;
    case 408:
        return Kind::Timeout;
    case 429:
        return Kind::Busy;
    default:
        return httpStatus >= 500 ? Kind::Busy : httpStatus >= 400 ? Kind::Refused : Kind::Malformed;
    }
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

// What there is to say where only the status tells what went wrong.
QString wordsOfStatus(int status)
{
    switch (status) {
    case 413:
        return QCoreApplication::translate(
            "Error",
            "what was sent is larger than the service, or a proxy on the way to it, takes (HTTP 413)");
    case 502:
    case 503:
    case 504:
        return QCoreApplication::translate(
                   "Error", "not the service itself answered, but a gateway on the way to it (HTTP %1)")
            .arg(status);
    default:
        return QCoreApplication::translate("Error", "HTTP %1").arg(status);
    }
}

Error byStatus(const HttpResponse &http, const QString &words, const QString &logId)
{
    return {.kind = codes::kind(0, http.status),
            .detail = words.isEmpty() ? wordsOfStatus(http.status) : words,
            .code = http.status,
            .logId = logId};
}

// What there is instead of an envelope.
QString wordsOfStranger(const QByteArray &body, const QJsonParseError &parse)
{
    if (parse.error == QJsonParseError::NoError)
        return QCoreApplication::translate("Error", "no code in the answer");
    const QByteArray start = body.left(64).trimmed();
    if (start.isEmpty())
        return QCoreApplication::translate("Error", "the answer is empty");
    if (start.startsWith('<'))
        return QCoreApplication::translate("Error", "a web page came instead of an answer");
    return QCoreApplication::translate("Error", "not a JSON object: %1").arg(parse.errorString());
}

// Coze's documents say `error`, its servers and SDKs also `error_code`; the other one may hold a sentence.
QString wordOf(const QJsonObject &answer)
{
    static const QRegularExpression word(QStringLiteral("^[a-z]+(_[a-z]+)*$"));
    for (const auto name : {QLatin1String("error_code"), QLatin1String("error")}) {
        QString text = answer.value(name).toString();
        if (word.match(text).hasMatch())
            return text;
    }
    return {};
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

// There was no token that could be refused, or lack a permission.
Kind withoutToken(Kind kind)
{
    const bool isAboutToken = kind == Kind::Unauthorized || kind == Kind::Forbidden || kind == Kind::NotFound;
    return isAboutToken ? Kind::Refused : kind;
}

Error redirected(const HttpResponse &http)
{
    const QString place =
        http.location.host().isEmpty() ? http.location.scheme() + QLatin1Char(':') : http.location.host();
    return {.kind = Kind::Refused,
            .detail = QCoreApplication::translate("Error", "redirected to another place (%1)").arg(place),
            .code = http.status,
            .logId = http.logId};
}

Result<Answer> read(const HttpRequest &request, const HttpResponse &http)
{
    if (http.isRedirect())
        return redirected(http);
    if (request.manner == Manner::Media)
        return readMedia(http);
    return request.manner == Manner::OAuth ? readOAuth(http) : readEnvelope(http);
}

bool isOutcomeUnknown(Verb verb, const HttpResponse &http, const Error &error)
{
    if (verb == Verb::Get || !http.isSent)
        return false;
    // The first line of an answer is enough to know of a refusal or of a redirect, even if the rest was lost.
    if (http.status >= 300 && http.status < 500)
        return false;
    if (http.failure || http.status == 502 || http.status == 504)
        return true;
    // Without an envelope the status stands in for the code.
    const bool isUnderstood = error.code != http.status;
    return !isUnderstood && (http.status >= 500 || error.kind == Kind::Malformed);
}

} // namespace

Result<Answer> readEnvelope(const HttpResponse &http)
{
    if (http.failure)
        return *http.failure;
    QJsonParseError parse;
    const QJsonObject envelope = QJsonDocument::fromJson(http.body, &parse).object();
    const QString logId = logIdOf(envelope, http.logId);
    const QString words =
        firstText(envelope, {"msg", "error_message", "error_description", "error_code", "error", "message"});
    const std::optional<qint64> code = codeOf(envelope.value(QLatin1String("code")));
    if (!code) {
        const bool isOAuth =
            envelope.contains(QLatin1String("error")) || envelope.contains(QLatin1String("error_code"));
        const bool isFailure = http.status >= 400;
        Error error =
            byStatus(http, words.isEmpty() && !isFailure ? wordsOfStranger(http.body, parse) : words, logId);
        if (isOAuth && !isFailure)
            error.kind = Kind::Refused;
        return error;
    }
    if (*code != 0)
        return Error{.kind = codes::kind(*code, http.status), .detail = words, .code = *code, .logId = logId};
    qsizetype longest = 0;
    QJsonValue data = envelope.value(QLatin1String("data"));
    if (http.body.size() > mostCharacters)
        data = capped(data, longest);
    if (longest > mostEntries)
        return Error{
            .kind = Kind::Malformed,
            .detail =
                QCoreApplication::translate("Error", "a list of more than %1 entries came").arg(mostEntries),
            .code = http.status,
            .logId = logId};
    return Answer{.data = data, .logId = logId};
}

Result<Answer> readMedia(const HttpResponse &http)
{
    if (http.failure)
        return *http.failure;
    const bool isJson = http.mimeType.contains("json");
    if (isJson || http.status >= 400) {
        const Result<Answer> envelope = readEnvelope(http);
        if (!envelope)
            return envelope.error();
        return Error{.kind = Kind::Malformed,
                     .detail = QCoreApplication::translate("Error", "JSON where sound was expected"),
                     .code = http.status,
                     .logId = envelope->logId};
    }
    if (http.body.isEmpty())
        return Error{.kind = Kind::Malformed,
                     .detail = QCoreApplication::translate("Error", "an empty answer"),
                     .code = http.status,
                     .logId = http.logId};
    return Answer{.bytes = http.body, .mimeType = http.mimeType, .logId = http.logId};
}

Result<Answer> readOAuth(const HttpResponse &http)
{
    if (http.failure)
        return *http.failure;
    const QJsonObject answer = QJsonDocument::fromJson(http.body).object();
    const bool isFailure = http.status >= 400 || tellsOfFailure(answer);
    if (!isFailure && !answer.contains(QLatin1String("code")))
        return Answer{.data = answer, .logId = http.logId};
    const Result<Answer> enveloped = readEnvelope(http);
    if (enveloped && !isFailure)
        return Answer{.data = enveloped->data.isObject() ? enveloped->data : QJsonValue(answer),
                      .logId = enveloped->logId};
    Error error = enveloped ? Error{.code = http.status, .logId = enveloped->logId} : enveloped.error();
    const QString word = wordOf(answer);
    error.kind = enveloped || !word.isEmpty() ? Kind::Refused : withoutToken(error.kind);
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
    if (httpStatus == 507)
        return Kind::Storage;
    if (const Meaning *meaning = meaningOf(code))
        return meaning->kind;
    if (isStatus(code))
        return kindOfStatus(int(code));
    // Of a code that no document names, the status says more than nothing, as long as it names a failure.
    return code == 0 || httpStatus >= 400 ? kindOfStatus(httpStatus) : Kind::Refused;
}

bool isRetryable(qint64 code, int httpStatus)
{
    if (const Meaning *meaning = meaningOf(code))
        return meaning->isRetryable;
    const int status = isStatus(code) ? int(code) : httpStatus;
    return status == 429 || status == 502 || status == 503 || status == 504;
}

} // namespace codes

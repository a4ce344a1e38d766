// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/envelope.h"

#include "net/codes.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace {

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

QString firstText(const QJsonObject &object, std::initializer_list<QLatin1String> names)
{
    for (const QLatin1String name : names) {
        const QString text = object.value(name).toString();
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QString logIdOf(const QJsonObject &envelope, const QString &header)
{
    for (const auto place : {QLatin1String("detail"), QLatin1String("error")}) {
        const QString logId = envelope.value(place).toObject().value(QLatin1String("logid")).toString();
        if (!logId.isEmpty())
            return logId;
    }
    return header;
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

Error byStatus(const HttpAnswer &http, const QString &words, const QString &logId)
{
    return {.kind = codes::kind(0, http.status),
            .detail = words.isEmpty() ? wordsOfStatus(http.status) : words,
            .code = http.status,
            .logId = logId};
}

// What there is instead of an envelope.
QString wordsOfStranger(const QByteArray &body, const QJsonParseError &parse)
{
    const QByteArray start = body.left(64).trimmed();
    if (start.isEmpty())
        return QCoreApplication::translate("Error", "the answer is empty");
    if (start.startsWith('<'))
        return QCoreApplication::translate("Error", "a web page came instead of an answer");
    if (parse.error == QJsonParseError::NoError)
        return QCoreApplication::translate("Error", "no code in the answer");
    return QCoreApplication::translate("Error", "not a JSON object: %1").arg(parse.errorString());
}

} // namespace

Result<Answer> readEnvelope(const HttpAnswer &http)
{
    if (http.failure)
        return *http.failure;
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(http.body, &parse);
    if (!document.isObject()) {
        const bool isFailure = http.status >= 400;
        return byStatus(http, isFailure ? QString() : wordsOfStranger(http.body, parse), http.logId);
    }
    const QJsonObject envelope = document.object();
    const QString logId = logIdOf(envelope, http.logId);
    const QString words = firstText(
        envelope, {QLatin1String("msg"), QLatin1String("error_message"), QLatin1String("error_description"),
                   QLatin1String("error_code"), QLatin1String("error"), QLatin1String("message")});
    const std::optional<qint64> code = codeOf(envelope.value(QLatin1String("code")));
    if (!code) {
        const bool isOAuth =
            envelope.contains(QLatin1String("error")) || envelope.contains(QLatin1String("error_code"));
        Error error = byStatus(http,
                               words.isEmpty() && http.status < 400
                                   ? QCoreApplication::translate("Error", "no code in the answer")
                                   : words,
                               logId);
        if (isOAuth && http.status < 400)
            error.kind = Error::Kind::Refused;
        return error;
    }
    if (*code != 0)
        return Error{.kind = codes::kind(*code, http.status), .detail = words, .code = *code, .logId = logId};
    return Answer{.data = envelope.value(QLatin1String("data")), .logId = logId};
}

Result<Answer> readMedia(const HttpAnswer &http)
{
    if (http.failure)
        return *http.failure;
    const bool isJson = http.mimeType.contains("json");
    if (isJson || http.status >= 400) {
        const Result<Answer> envelope = readEnvelope(http);
        if (!envelope)
            return envelope.error();
        return Error{.kind = Error::Kind::Malformed,
                     .detail = QCoreApplication::translate("Error", "JSON where sound was expected"),
                     .code = http.status,
                     .logId = envelope->logId};
    }
    if (http.body.isEmpty())
        return Error{.kind = Error::Kind::Malformed,
                     .detail = QCoreApplication::translate("Error", "an empty answer"),
                     .code = http.status,
                     .logId = http.logId};
    return Answer{.bytes = http.body, .mimeType = http.mimeType, .logId = http.logId};
}

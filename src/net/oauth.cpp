// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/oauth.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace {

// Coze's documents say `error`, its servers and SDKs also `error_code`; the other one may hold a sentence.
QString wordOf(const QJsonObject &answer)
{
    static const QRegularExpression word(QStringLiteral("^[a-z]+(_[a-z]+)*$"));
    for (const auto name : {QLatin1String("error_code"), QLatin1String("error")}) {
        const QString text = answer.value(name).toString();
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
Error::Kind withoutToken(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Unauthorized:
    case Error::Kind::Forbidden:
    case Error::Kind::NotFound:
        return Error::Kind::Refused;
    default:
        return kind;
    }
}

} // namespace

Result<Answer> readOAuth(const HttpAnswer &http)
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
    error.kind = enveloped || !word.isEmpty() ? Error::Kind::Refused : withoutToken(error.kind);
    if (!word.isEmpty())
        error.detail = word;
    return error;
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transcript.h"

#include "net/address.h"
#include "net/redaction.h"

#include <QJsonDocument>

namespace transcript {

namespace {

constexpr qsizetype longest = 64 * 1024;

// Its own API's address is kept whole; of every other one the query may be a signature.
QUrl addressOf(const Errand &errand, const QUrl &base)
{
    const bool isOwnApi =
        !errand.isMedia && errand.manner == Manner::Api && address::isSameOrigin(errand.url, base);
    return isOwnApi ? errand.url : errand.url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
}

SentPart sentPart(const FormPart &part, const QByteArrayList &secrets)
{
    SentPart sent{.name = part.name, .mimeType = part.mimeType, .bytes = part.data.size()};
    const bool isText =
        part.fileName.isEmpty() && (part.mimeType.isEmpty() || part.mimeType.startsWith("text/"));
    if (isText)
        sent.text = QString::fromUtf8(redaction::redacted(part.data, secrets, longest));
    else
        sent.fileName = redaction::redacted(part.fileName, secrets);
    return sent;
}

bool isText(const HttpAnswer &http)
{
    for (const char *kind : {"audio/", "image/", "video/", "application/octet-stream"}) {
        if (http.mimeType.startsWith(kind))
            return false;
    }
    return !http.body.left(longest).contains('\0');
}

void collect(const QJsonObject &object, QByteArrayList &secrets)
{
    for (const auto name : {QLatin1String("access_token"), QLatin1String("refresh_token"),
                            QLatin1String("device_code"), QLatin1String("client_secret")}) {
        if (const QString secret = object.value(name).toString(); !secret.isEmpty())
            secrets << secret.toUtf8();
    }
}

} // namespace

Exchange of(const Errand &errand, const Connection &connection, const HttpAnswer &http,
            const Result<Answer> &result, const QByteArrayList &secrets)
{
    Exchange exchange{.connectionId = connection.id,
                      .connectionName = connection.name,
                      .verb = errand.verb,
                      .url = redaction::redacted(addressOf(errand, connection.base), secrets),
                      .permission = errand.permission,
                      .isMedia = errand.isMedia,
                      .httpStatus = http.status,
                      .code = result ? 0 : result.error().code,
                      .logId = redaction::redacted(result ? result->logId : result.error().logId, secrets),
                      .failure = result ? QString() : redaction::redacted(result.error().detail, secrets),
                      .bytesSent = http.bytesSent,
                      .bytesReceived = http.bytesReceived,
                      // What cannot have been understood is not charged for.
                      .billed = errand.billed && connection.isBilled && http.isSent};
    if (errand.manner == Manner::OAuth)
        return exchange;
    if (const auto *object = std::get_if<QJsonObject>(&errand.body))
        exchange.json =
            redaction::redacted(QJsonDocument(*object).toJson(QJsonDocument::Compact), secrets, longest);
    if (const auto *parts = std::get_if<QList<FormPart>>(&errand.body)) {
        for (const FormPart &part : *parts)
            exchange.parts << sentPart(part, secrets);
    }
    if (!errand.isMedia && isText(http))
        exchange.answer = redaction::redacted(http.body, secrets, longest);
    return exchange;
}

QByteArrayList oauthSecrets(const Errand &errand, const HttpAnswer &http)
{
    QByteArrayList secrets;
    if (const auto *object = std::get_if<QJsonObject>(&errand.body))
        collect(*object, secrets);
    const QJsonObject answer = QJsonDocument::fromJson(http.body).object();
    collect(answer, secrets);
    collect(answer.value(QLatin1String("data")).toObject(), secrets);
    return secrets;
}

} // namespace transcript

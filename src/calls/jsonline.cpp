// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/jsonline.h"

#include "net/verbname.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace {

// The bytes of the wire rather than a copy through QJsonValue, which orders anew and rounds long numbers.
QByteArray asValue(QByteArray body)
{
    if (!QJsonDocument::fromJson(body).isNull())
        return body.trimmed().replace('\r', ' ').replace('\n', ' '); // inside strings they are escaped
    const QJsonArray wrapped{QString::fromUtf8(body)};
    return QJsonDocument(wrapped).toJson(QJsonDocument::Compact).chopped(1).mid(1);
}

QJsonArray asArray(const QList<SentPart> &parts)
{
    QJsonArray array;
    for (const SentPart &part : parts) {
        QJsonObject object{{QStringLiteral("name"), QString::fromUtf8(part.name)}};
        if (part.fileName.isEmpty()) {
            object[QStringLiteral("text")] = part.text;
        } else {
            object[QStringLiteral("file_name")] = part.fileName;
            object[QStringLiteral("type")] = QString::fromLatin1(part.mimeType);
            object[QStringLiteral("bytes")] = part.bytes;
        }
        array << object;
    }
    return array;
}

} // namespace

QByteArray jsonLine(const Exchange &exchange)
{
    QJsonObject object{
        {QStringLiteral("at"), exchange.at.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("connection"), exchange.connectionName},
        {QStringLiteral("connection_id"), exchange.connectionId},
        {QStringLiteral("verb"), verbName(exchange.verb)},
        {QStringLiteral("url"), exchange.url.toString(QUrl::FullyEncoded)},
        {QStringLiteral("status"), exchange.httpStatus},
        {QStringLiteral("code"), exchange.code},
        {QStringLiteral("log_id"), exchange.logId},
        {QStringLiteral("duration_ms"), qint64(exchange.duration.count())},
        {QStringLiteral("bytes_sent"), exchange.bytesSent},
        {QStringLiteral("bytes_received"), exchange.bytesReceived},
        {QStringLiteral("billed"), exchange.billed},
        {QStringLiteral("media"), exchange.isMedia},
    };
    if (!exchange.permission.isEmpty())
        object[QStringLiteral("permission")] = exchange.permission;
    if (!exchange.failure.isEmpty())
        object[QStringLiteral("failure")] = exchange.failure;
    if (!exchange.parts.isEmpty())
        object[QStringLiteral("form")] = asArray(exchange.parts);
    QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact).chopped(1);
    if (!exchange.json.isEmpty())
        line += ",\"request\":" + asValue(exchange.json);
    if (!exchange.answer.isEmpty())
        line += ",\"answer\":" + asValue(exchange.answer);
    return line + "}\n";
}

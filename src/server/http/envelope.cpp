// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/envelope.h"

#include "base/wire.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <sqlite3.h>

namespace server {

namespace {

Answer envelope(int status, qint64 code, const QString &words)
{
    const QJsonObject body{{QStringLiteral("code"), code}, {QStringLiteral("msg"), words}};
    return {.status = status, .body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

int statusOf(qint64 code)
{
    switch (code) {
    case wire::code::tokenInvalid:
        return 401;
    case wire::code::permissionMissing:
        return 403;
    case wire::code::notFound:
        return 404;
    case wire::code::fileTooLarge:
        return 413;
    case wire::code::rateLimited:
        return 503;
    case wire::code::internal:
        return 500;
    default:
        return 400;
    }
}

Answer storageFailure(const Error &error)
{
    constexpr int insufficientStorage = 507;
    switch (error.code & 0xff) {
    case SQLITE_FULL:
        return envelope(insufficientStorage, wire::code::internal,
                        QStringLiteral("the disk is full: nothing was changed"));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return envelope(insufficientStorage, wire::code::internal,
                        QStringLiteral("the database is damaged: ") + error.detail);
    default:
        return envelope(insufficientStorage, wire::code::internal,
                        QStringLiteral("the disk gives an error: ") + error.detail);
    }
}

} // namespace

Answer success(const QJsonObject &data)
{
    const QJsonObject body{
        {QStringLiteral("code"), 0}, {QStringLiteral("msg"), QString()}, {QStringLiteral("data"), data}};
    return {.body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

Answer failure(const Error &error)
{
    if (error.kind == Error::Kind::Storage)
        return storageFailure(error);
    const qint64 code = error.code ? error.code : wire::code::internal;
    Answer answer = envelope(error.kind == Error::Kind::NotFound ? 404 : statusOf(code), code, error.detail);
    if (code == wire::code::tokenInvalid)
        answer.headers.emplaceBack("WWW-Authenticate", "Bearer");
    return answer;
}

QByteArray stampLogId(Answer &answer)
{
    QByteArray id = QDateTime::currentDateTimeUtc().toString(u"yyyyMMddHHmmss").toLatin1();
    for (int i = 0; i < 5; ++i)
        id += QByteArray::number(QRandomGenerator::global()->bounded(0x10000), 16)
                  .rightJustified(4, '0')
                  .toUpper();
    answer.headers.append({"X-Tt-Logid", id});
    if (answer.contentType == "application/json" && answer.body.endsWith('}')) {
        answer.body.chop(1);
        answer.body += R"(,"detail":{"logid":")" + id + R"("}})";
    }
    return id;
}

Error refusal(qint64 code, const QString &words)
{
    return {.kind = Error::Kind::Refused, .detail = words, .code = code};
}

} // namespace server

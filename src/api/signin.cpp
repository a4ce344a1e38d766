// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/signin.h"

#include "api/page.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace api {

namespace {

constexpr qint64 usualLifetime = 300; // seconds, as documented
constexpr qint64 usualInterval = 5;
constexpr qint64 aDay = 86'400;

const QString tokenPath = QStringLiteral("/api/permission/oauth2/token");

HttpRequest signInCall(const QString &path, const QJsonObject &body)
{
    return {.verb = Verb::Post, .path = path, .body = body, .manner = Manner::OAuth};
}

// `expires_in`, which for Coze is a point in time. Invalid where there is none.
QDateTime endOf(const QJsonValue &expiresIn)
{
    constexpr qint64 firstPointInTime = 1'000'000'000;
    const qint64 number = reading::integer(expiresIn);
    if (number <= 0)
        return {};
    return number > firstPointInTime ? QDateTime::fromSecsSinceEpoch(number, Qt::UTC)
                                     : QDateTime::currentDateTimeUtc().addSecs(number);
}

// Empty where there is none, or one that could not stand in a header.
QByteArray token(const QJsonValue &value)
{
    const QByteArray text = value.toString().toUtf8();
    const bool isPlain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
    return isPlain ? text : QByteArray();
}

} // namespace

QUrl DeviceCode::verificationPage() const
{
    QByteArray page = verificationUri.toEncoded(QUrl::RemoveFragment);
    page += (verificationUri.hasQuery() ? "&user_code=" : "?user_code=") + QUrl::toPercentEncoding(userCode);
    return QUrl::fromEncoded(page, QUrl::StrictMode);
}

Result<DeviceCode> DeviceCode::fromJson(const QJsonValue &data)
{
    const QDateTime end = endOf(data[u"expires_in"]);
    const qint64 lifetime = end.isValid() ? QDateTime::currentDateTimeUtc().secsTo(end.addMSecs(500)) : 0;
    const qint64 interval = reading::integer(data[u"interval"]);
    DeviceCode code{.deviceCode = reading::id(data[u"device_code"]),
                    .userCode = reading::id(data[u"user_code"]),
                    .verificationUri = QUrl(reading::text(data[u"verification_uri"]), QUrl::StrictMode),
                    .lifetime = std::chrono::seconds(qMin(lifetime > 0 ? lifetime : usualLifetime, aDay)),
                    .interval = std::chrono::seconds(qMin(interval > 0 ? interval : usualInterval, aDay))};
    if (code.deviceCode.isEmpty())
        return reading::missing("device_code");
    if (code.userCode.isEmpty())
        return reading::missing("user_code");
    // It is opened in the user's browser: a web page, nothing else.
    const QString scheme = code.verificationUri.scheme();
    if (code.verificationUri.host().isEmpty() ||
        (scheme != QLatin1String("https") && scheme != QLatin1String("http")))
        return reading::missing("verification_uri");
    return code;
}

Result<Grant> Grant::fromJson(const QJsonValue &data)
{
    Grant grant{.accessToken = token(data[u"access_token"]),
                .refreshToken = token(data[u"refresh_token"]),
                .expires = endOf(data[u"expires_in"])};
    if (grant.accessToken.isEmpty())
        return reading::missing("access_token");
    if (grant.refreshToken.isEmpty())
        return reading::missing("refresh_token");
    return grant;
}

QByteArray Grant::toSecret() const
{
    QJsonObject secret{{QStringLiteral("access_token"), QString::fromLatin1(accessToken)},
                       {QStringLiteral("refresh_token"), QString::fromLatin1(refreshToken)}};
    if (expires.isValid())
        secret.insert(QStringLiteral("expires_in"), expires.toSecsSinceEpoch());
    return QJsonDocument(secret).toJson(QJsonDocument::Compact);
}

Result<Grant> Grant::fromSecret(const QByteArray &secret)
{
    Result<Grant> grant = fromJson(QJsonDocument::fromJson(secret).object());
    if (grant)
        return grant;
    return Error{.kind = Error::Kind::Keyring,
                 .detail = QStringLiteral("the kept secret is not a pair of tokens")};
}

Request<DeviceCode> requestDeviceCode(const QString &clientId, const QString &workspaceId)
{
    const QString place =
        workspaceId.isEmpty() ? QString() : QStringLiteral("workspace_id/%1/").arg(encoded(workspaceId));
    return {signInCall(QStringLiteral("/api/permission/oauth2/%1device/code").arg(place),
                       {{QStringLiteral("client_id"), clientId}})};
}

Request<Grant> redeemDeviceCode(const QString &clientId, const QString &deviceCode)
{
    return {signInCall(tokenPath, {{QStringLiteral("client_id"), clientId},
                                   {QStringLiteral("grant_type"),
                                    QStringLiteral("urn:ietf:params:oauth:grant-type:device_code")},
                                   {QStringLiteral("device_code"), deviceCode}})};
}

Request<Grant> refreshGrant(const QString &clientId, const QString &refreshToken)
{
    return {signInCall(tokenPath, {{QStringLiteral("grant_type"), QStringLiteral("refresh_token")},
                                   {QStringLiteral("client_id"), clientId},
                                   {QStringLiteral("refresh_token"), refreshToken}})};
}

} // namespace api

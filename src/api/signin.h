// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "net/request.h"

#include <QDateTime>
#include <QUrl>

#include <chrono>

namespace api {

//! What the user needs to sign in on another screen, and what this application asks again with.
struct DeviceCode
{
    QString deviceCode;
    QString userCode;
    QUrl verificationUri;
    std::chrono::seconds lifetime{}; //!< from the answer on
    std::chrono::seconds interval{}; //!< between two questions whether it is done

    //! The page to open, with the user's code filled in.
    QUrl verificationPage() const;
    static Result<DeviceCode> fromJson(const QJsonValue &data);
};

//! A pair of OAuth tokens. The refresh token is good for one use only.
struct Grant
{
    QByteArray accessToken;
    QByteArray refreshToken;
    //! Of the access token; invalid where nobody knows. `expires_in` is absolute above 1e9, else relative to
    //! now.
    QDateTime expires = {};

    static Result<Grant> fromJson(const QJsonValue &data);
    //! As the keyring keeps it: both tokens in one secret, so that neither is ever kept without the other.
    QByteArray toSecret() const;
    static Result<Grant> fromSecret(const QByteArray &secret);
};

// Errors: Refused, with OAuth's own word as the detail (authorization_pending, slow_down, access_denied,
// expired_token, invalid_client, ...); those of net/codes.

//! Begins to sign in; \a workspaceId for one workspace only.
Request<DeviceCode> requestDeviceCode(const QString &clientId, const QString &workspaceId = {});
//! Asks whether the user has agreed yet.
Request<Grant> redeemDeviceCode(const QString &clientId, const QString &deviceCode);
//! New tokens for an old refresh token, which dies with the answer.
Request<Grant> refreshGrant(const QString &clientId, const QString &refreshToken);

} // namespace api

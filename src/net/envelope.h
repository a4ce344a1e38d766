// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QJsonValue>
#include <QUrl>

#include <optional>

//! What came back over HTTP, before anybody has judged it.
struct HttpAnswer
{
    int status = 0; //!< 0 where no answer came
    QByteArray body = {};
    QByteArray mimeType = {};
    QString logId = {};
    QByteArray retryAfter = {};
    QUrl location = {};                //!< where a redirect leads
    std::optional<Error> failure = {}; //!< why the exchange broke off
    bool hasGivenUp = false;           //!< trying again is of no use
    bool isBegun = false;              //!< something of the request may have gone out
    bool isSent = false;               //!< all of it may have gone out
    qint64 bytesSent = 0;
    qint64 bytesReceived = 0;

    bool isRedirect() const { return !failure && location.isValid() && status >= 300 && status < 400; }
};

//! What a call brought: the envelope's `data`, or the bytes of a medium.
struct Answer
{
    QJsonValue data = {};
    QByteArray bytes = {};
    QByteArray mimeType = {};
    QString logId = {};
};

//! Reads the service's envelope {code, msg, data, detail.logid}; `code` decides, the HTTP status only where
//! there is none.
Result<Answer> readEnvelope(const HttpAnswer &http);

//! Takes \a http for sound or a picture, unless it is an envelope that tells of an error.
Result<Answer> readMedia(const HttpAnswer &http);

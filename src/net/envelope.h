// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "net/request.h"

#include <QByteArray>
#include <QJsonValue>
#include <QNetworkReply>
#include <QUrl>

#include <optional>

//! What came back over HTTP, before anybody has judged it.
struct HttpResponse
{
    QUrl url = {};  //!< what was asked
    int status = 0; //!< 0 where no answer came
    QByteArray body = {};
    QByteArray mimeType = {};
    QByteArray headers = {}; //!< all of them, a line each, the names in lower case
    QString logId = {};
    QByteArray retryAfter = {};
    QUrl location = {};                //!< where a redirect leads
    std::optional<Error> failure = {}; //!< why the exchange broke off
    QNetworkReply::NetworkError networkError = QNetworkReply::NoError;
    bool hasGivenUp = false; //!< trying again is of no use
    bool isBegun = false;    //!< something of the request may have gone out
    bool isSent = false;     //!< all of it may have gone out
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

//! Reads the service's envelope {code, msg, data, detail.logid}, whatever the HTTP status: `code` decides.
//! What is no envelope is judged as a stranger's.
//! A text of more than 4096 characters is cut and ends with "…"; a list of more than 1000 entries is
//! Malformed.
Result<Answer> readEnvelope(const HttpResponse &http);

//! Takes \a http for sound or a picture, unless it is text: an envelope that tells of an error, or a
//! stranger's.
Result<Answer> readMedia(const HttpResponse &http);

//! Reads what an OAuth endpoint answers, with the service's envelope or without. A failure is Refused, with
//! OAuth's own word as its detail where there is one (authorization_pending, invalid_grant, ...).
Result<Answer> readOAuth(const HttpResponse &http);

//! What became of \a request when \a http came back, as far as anybody can know. A redirect is a refusal.
Result<Answer> verdict(const HttpRequest &request, const HttpResponse &http);

//! What the service's codes and HTTP statuses mean.
namespace codes {

//! The kind of failure behind the service's \a code, which came with \a httpStatus.
Error::Kind kind(qint64 code, int httpStatus);

//! Whether trying the same GET again soon may help: 429, 502, 503, 504, 4009, 4013, 4020, 5000 and the like.
bool isRetryable(qint64 code, int httpStatus);

} // namespace codes

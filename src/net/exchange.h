// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/envelope.h"
#include "net/request.h"

#include <QByteArrayList>
#include <QDateTime>
#include <QUrl>

#include <chrono>

struct Connection;

//! One part of a form that was sent: its text, or what file it was (never the file's content).
struct SentPart
{
    QByteArray name;
    QString text = {};
    QString fileName = {};
    QByteArray mimeType = {};
    qint64 bytes = 0;
};

//! One finished exchange (each try of a GET is one, and each fetch of sound or a picture), for the record of
//! calls: never a token, never audio, of a signed address never its query.
struct Exchange
{
    QDateTime at = {}; //!< when it was begun
    QString connectionId = {};
    QString connectionName = {};
    Verb verb = Verb::Get;
    QUrl url = {};           //!< without its query where the address is not the service's own API
    QString permission = {}; //!< as in Request
    bool isMedia = false;    //!< sound or a picture
    int httpStatus = 0;      //!< 0 where no answer came
    qint64 code = 0;         //!< 0 for success
    QString logId = {};
    QString failure = {};                 //!< technical words, where it failed
    std::optional<Error::Kind> kind = {}; //!< of the failure
    std::chrono::milliseconds duration{};
    qint64 bytesSent = 0;
    qint64 bytesReceived = 0;
    bool billed = false;        //!< the service charges for it; it may do so though no answer came
    QByteArray json = {};       //!< the request's body; empty where it has none, or for OAuth
    QList<SentPart> parts = {}; //!< the request's form
    //! The answer's text, at most 64 KiB, without token and signed queries; empty for sound and OAuth.
    QByteArray answer = {};
};

//! Takes out of a record what must not be kept.
namespace redaction {

//! \a text (JSON, HTML, plain words) with "…" in place of each of \a secrets, and every web address in it
//! without its query, which may be a signature. At most \a limit bytes.
QByteArray redacted(const QByteArray &text, const QByteArrayList &secrets, qsizetype limit);
QString redacted(const QString &text, const QByteArrayList &secrets);

//! \a url with "…" in place of each of \a secrets, its own query kept.
QUrl redacted(const QUrl &url, const QByteArrayList &secrets);

} // namespace redaction

//! Makes the record of an exchange, fit to be shown, copied and exported.
namespace transcript {

//! The record of \a request on \a connection, where \a http came back and \a result was made of it; nothing
//! in it holds one of \a secrets. The times are the caller's to fill in.
Exchange of(const HttpRequest &request, const Connection &connection, const HttpResponse &http,
            const Result<Answer> &result, const QByteArrayList &secrets);

//! The tokens and codes that an OAuth exchange carried, there and back.
QByteArrayList oauthSecrets(const HttpRequest &request, const HttpResponse &http);

} // namespace transcript

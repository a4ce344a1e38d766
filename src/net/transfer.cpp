// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transfer.h"

namespace {

constexpr qint64 readAhead = 256 * 1024;

} // namespace

void Transfer::Dispose::operator()(QNetworkReply *reply) const
{
    reply->disconnect();
    reply->abort();
    reply->deleteLater();
}

Transfer::Transfer(QNetworkReply *reply, const TimeLimits &limits, bool isUpload, qint64 maxBytes,
                   QObject *parent)
    : QObject(parent)
    , m_reply(reply)
    , m_limits(limits)
    , m_maxBytes(maxBytes)
{
    reply->setReadBufferSize(readAhead); // what is not read yet stays with the sender, not in memory
    connect(reply, &QNetworkReply::uploadProgress, this, &Transfer::onSent);
    connect(reply, &QNetworkReply::requestSent, this, &Transfer::onAlive);
    connect(reply, &QNetworkReply::metaDataChanged, this, &Transfer::onHeaders);
    connect(reply, &QNetworkReply::readyRead, this, &Transfer::onBytes);
    connect(reply, &QNetworkReply::finished, this, &Transfer::onFinished);

    m_quiet.setSingleShot(true);
    connect(&m_quiet, &QTimer::timeout, this, [this] {
        breakOff({.kind = Error::Kind::Timeout,
                  .detail = m_isConnected ? QStringLiteral("no byte for too long")
                                          : QStringLiteral("no connection in time")});
    });
    // Of a request without a body Qt tells when it was sent, but not of one with an empty body, which is what
    // a DELETE gets from OnceOnlyNetwork.
    m_quiet.start(reply->operation() == QNetworkAccessManager::CustomOperation ? limits.idle
                                                                               : limits.connect);
    if (isUpload) {
        m_upload.setSingleShot(true);
        connect(&m_upload, &QTimer::timeout, this, [this] {
            breakOff({.kind = Error::Kind::Timeout, .detail = QStringLiteral("the upload took too long")});
        });
        m_upload.start(limits.upload);
    }
}

Transfer::~Transfer() = default;

void Transfer::stop()
{
    m_quiet.stop();
    m_upload.stop();
    m_reply.reset();
}

void Transfer::onAlive()
{
    m_isConnected = true;
    m_quiet.start(m_limits.idle);
}

void Transfer::onSent(qint64 sent, qint64 total)
{
    if (total <= 0)
        return;
    onAlive();
    m_answer.bytesSent = sent;
    emit progressed(sent, total);
}

void Transfer::onHeaders()
{
    onAlive();
    if (m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > m_maxBytes)
        breakOff({.kind = Error::Kind::Malformed,
                  .detail = QStringLiteral("an answer of more than %1 bytes").arg(m_maxBytes)});
}

void Transfer::onBytes()
{
    onAlive();
    m_answer.body += m_reply->readAll();
    if (m_answer.body.size() > m_maxBytes)
        breakOff({.kind = Error::Kind::Malformed,
                  .detail = QStringLiteral("an answer of more than %1 bytes").arg(m_maxBytes)});
}

void Transfer::onFinished()
{
    m_answer.body += m_reply->readAll();
    m_answer.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError error = m_reply->error();
    m_answer.location = m_reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
    if (!m_answer.location.isEmpty())
        m_answer.location = m_reply->url().resolved(m_answer.location);
    // Errors of these ranges are HTTP statuses in disguise: the answer has come whole. At a redirect Qt
    // rewinds the body before it asks whether to follow, which fails for a write.
    const bool isWhole = error == QNetworkReply::NoError ||
                         (error == QNetworkReply::ContentReSendError
                              ? m_answer.location.isValid()
                              : m_answer.status >= 400 && error >= QNetworkReply::ContentAccessDenied);
    if (m_answer.body.size() > m_maxBytes)
        m_answer.failure = Error{.kind = Error::Kind::Malformed,
                                 .detail = QStringLiteral("an answer of more than %1 bytes").arg(m_maxBytes)};
    else if (!isWhole)
        m_answer.failure = networkError();
    // Qt has tried a connection that closed without an answer again by itself.
    m_answer.hasGivenUp = error == QNetworkReply::RemoteHostClosedError && m_answer.status == 0;
    end();
}

Error Transfer::networkError() const
{
    Error error{.kind = Error::Kind::Offline, .detail = m_reply->errorString()};
    switch (m_reply->error()) {
    case QNetworkReply::SslHandshakeFailedError:
        error.kind = Error::Kind::Tls;
        break;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::ProxyTimeoutError:
        error.kind = Error::Kind::Timeout;
        break;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        error.kind = Error::Kind::Malformed;
        break;
    case QNetworkReply::ContentReSendError:
        error.detail = QStringLiteral("the connection closed before an answer came; nothing was sent again");
        break;
    default:
        break;
    }
    return error;
}

void Transfer::breakOff(const Error &error)
{
    m_answer.failure = error;
    m_answer.hasGivenUp = true;
    m_answer.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    end();
}

void Transfer::end()
{
    m_answer.bytesReceived = m_answer.body.size();
    m_answer.mimeType = m_reply->header(QNetworkRequest::ContentTypeHeader).toByteArray().toLower();
    m_answer.logId = QString::fromUtf8(m_reply->rawHeader("X-Tt-Logid")).trimmed();
    m_answer.retryAfter = m_reply->rawHeader("Retry-After").trimmed();
    stop();
    emit ended(m_answer);
}

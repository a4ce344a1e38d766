// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transfer.h"

#include "base/gzip.h"
#include "net/client.h"
#include "net/wirewatch.h"

#include <QCoreApplication>
#include <QStringList>

namespace {

constexpr qint64 readAhead = 256 * 1024;
constexpr qint64 large = 1024 * 1024;

// Whether it is from before a connection stood: nothing can have gone out.
bool isUnreached(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::HostNotFoundError ||
           error == QNetworkReply::SslHandshakeFailedError ||
           (error >= QNetworkReply::ProxyConnectionRefusedError && error <= QNetworkReply::UnknownProxyError);
}

// Whether the answer has come whole all the same.
bool isWhole(QNetworkReply::NetworkError error, int status, bool isRedirect)
{
    if (error == QNetworkReply::NoError)
        return true;
    // At a redirect Qt rewinds the body before it asks whether to follow, which fails for a write.
    if (error == QNetworkReply::ContentReSendError)
        return isRedirect;
    // Errors of this range are HTTP statuses in disguise.
    return status >= 400 && error >= QNetworkReply::ContentAccessDenied;
}

// What an error of Qt's network means; `tlsErrors` say what is wrong with a certificate.
Error toError(QNetworkReply::NetworkError error, const QString &words, const QStringList &tlsErrors)
{
    using Kind = Error::Kind;
    switch (error) {
    case QNetworkReply::SslHandshakeFailedError:
        return {.kind = Kind::Tls,
                .detail = tlsErrors.isEmpty() ? words : tlsErrors.join(QStringLiteral("; "))};
    case QNetworkReply::TimeoutError:
    case QNetworkReply::ProxyTimeoutError:
        return {.kind = Kind::Timeout, .detail = words};
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::UnknownContentError: // it cannot be unpacked, or would not fit into memory
        return {.kind = Kind::Malformed, .detail = words};
    case QNetworkReply::ContentReSendError:
        return {.kind = Kind::Offline,
                .detail = QCoreApplication::translate(
                    "Error", "the connection closed before an answer came; nothing was sent again")};
    case QNetworkReply::HostNotFoundError:
        return {.kind = Kind::Offline, .detail = words, .obstacle = Error::Obstacle::UnknownHost};
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
        return {.kind = Kind::Offline, .detail = words, .obstacle = Error::Obstacle::ProxyGone};
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return {.kind = Kind::Offline, .detail = words, .obstacle = Error::Obstacle::ProxyPassword};
    default:
        return {.kind = Kind::Offline, .detail = words};
    }
}

Error tooLarge(qint64 maxBytes)
{
    return {.kind = Error::Kind::Malformed,
            .detail = QCoreApplication::translate("Error", "an answer of more than %1 bytes").arg(maxBytes)};
}

} // namespace

void Transfer::Dispose::operator()(QNetworkReply *reply) const
{
    reply->disconnect();
    if (reply->error() == QNetworkReply::NoError)
        reply->abort();
    reply->deleteLater();
}

Transfer::Transfer(QNetworkReply *reply, const TimeLimits &limits, const HttpRequest &request,
                   QObject *parent)
    : QObject(parent)
    , m_reply(reply)
    , m_limits(limits)
    , m_load(loadOf(request))
    , m_maxBytes(request.maxBytes)
{
    reply->setReadBufferSize(readAhead); // what is not read yet stays with the sender, not in memory
    connect(reply, &QNetworkReply::uploadProgress, this, &Transfer::onSent);
    connect(reply, &QNetworkReply::requestSent, this, &Transfer::onAlive);
    connect(reply, &QNetworkReply::metaDataChanged, this, &Transfer::onHeaders);
    connect(reply, &QNetworkReply::readyRead, this, &Transfer::onBytes);
    connect(reply, &QNetworkReply::finished, this, &Transfer::onFinished);
    connect(reply, &QNetworkReply::errorOccurred, this, [this](QNetworkReply::NetworkError error) {
        if (error == QNetworkReply::UnknownContentError)
            onFinished(); // what cannot be unpacked is not read on, and never finishes
    });
    connect(reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_tlsErrors << error.errorString();
    });

    m_quiet.setSingleShot(true);
    connect(&m_quiet, &QTimer::timeout, this, [this] {
        breakOff({.kind = Error::Kind::Timeout,
                  .detail = m_isConnected || m_load == Load::Empty
                                ? QCoreApplication::translate("Error", "no byte came for too long")
                                : QCoreApplication::translate("Error", "no connection in time")});
    });
    // Of a request without a body Qt tells when it was sent, but not of one with an empty body, which is what
    // a DELETE gets from OnceOnlyNetwork.
    m_quiet.start(m_load == Load::Empty ? limits.idle : limits.connect);
    m_lastBytes.start();
    m_whole.setSingleShot(true);
    connect(&m_whole, &QTimer::timeout, this, [this] {
        breakOff({.kind = Error::Kind::Timeout,
                  .detail = QCoreApplication::translate("Error", "the answer took too long")});
    });
    m_whole.start(limits.whole);
    if (m_load == Load::Form) {
        m_upload.setSingleShot(true);
        connect(&m_upload, &QTimer::timeout, this, [this] {
            breakOff({.kind = Error::Kind::Timeout,
                      .detail = QCoreApplication::translate("Error", "the upload took too long")});
        });
        m_upload.start(limits.upload);
    }
}

Transfer::~Transfer() = default;

Transfer::Load Transfer::loadOf(const HttpRequest &request)
{
    if (request.verb == Verb::Get)
        return Load::None;
    if (request.verb == Verb::Delete || std::holds_alternative<std::monostate>(request.body))
        return Load::Empty;
    return std::holds_alternative<QJsonObject>(request.body) ? Load::Json : Load::Form;
}

bool Transfer::isSent() const
{
    switch (m_load) {
    case Load::None:
        return m_isConnected;
    case Load::Empty:
        return !m_isUnreached;
    case Load::Json:
    case Load::Form:
        break;
    }
    return m_response.bytesSent == m_bodySize;
}

HttpResponse Transfer::stop()
{
    m_quiet.stop();
    m_upload.stop();
    m_whole.stop();
    if (m_reply)
        conclude();
    m_reply.reset();
    return m_response;
}

void Transfer::loseConnection(const Error &error)
{
    m_response.failure = error;
    end();
}

bool Transfer::isStuck() const
{
    constexpr qint64 aWhile = 100; // ms
    return m_lastBytes.elapsed() >= aWhile;
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
    m_response.bytesSent = sent;
    m_bodySize = total;
    emit progressed(sent, total);
}

void Transfer::onHeaders()
{
    onAlive();
    if (m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > m_maxBytes)
        breakOff(tooLarge(m_maxBytes));
}

void Transfer::onBytes()
{
    onAlive();
    if (!takeBytes())
        breakOff(tooLarge(m_maxBytes));
}

bool Transfer::takeBytes()
{
    while (true) {
        const QByteArray bytes = m_reply->read(readAhead);
        if (bytes.isEmpty())
            return true;
        m_response.bytesReceived += bytes.size();
        m_lastBytes.restart();
        WireWatch::explain(bytes.size());
        if (m_response.bytesReceived > m_maxBytes)
            return false;
        if (m_response.body.size() > large && m_response.body.capacity() < m_maxBytes)
            m_response.body.reserve(m_maxBytes); // it would be held twice while it grows step by step
        m_response.body += bytes;
    }
}

void Transfer::onFinished()
{
    const bool fits = takeBytes();
    const QNetworkReply::NetworkError error = m_reply->error();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_response.location = m_reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
    if (!m_response.location.isEmpty())
        m_response.location = m_reply->url().resolved(m_response.location);
    if (!fits)
        m_response.failure = tooLarge(m_maxBytes);
    else if (!isWhole(error, status, m_response.location.isValid()))
        m_response.failure = toError(error, m_reply->errorString(), m_tlsErrors);
    m_response.networkError = error;
    // The old name of gzip, which Qt leaves packed.
    if (fits && m_reply->rawHeader("Content-Encoding").trimmed().toLower() == "x-gzip") {
        const auto unpacked = gzip::unpacked(m_response.body, m_maxBytes);
        if (unpacked)
            m_response.body = *unpacked;
        else if (!m_response.failure)
            m_response.failure = Error{
                .kind = Error::Kind::Malformed,
                .detail = QCoreApplication::translate("Error", "a packed answer that cannot be unpacked")};
    }
    // Qt has tried a connection that closed without an answer again by itself; not one of HTTP/2.
    const bool isHttp2 = m_reply->sslConfiguration().nextNegotiatedProtocol() == "h2";
    m_response.hasGivenUp = error == QNetworkReply::RemoteHostClosedError && status == 0 && !isHttp2;
    end();
}

void Transfer::breakOff(const Error &error)
{
    m_response.failure = error;
    m_response.hasGivenUp = true;
    end();
}

void Transfer::conclude()
{
    m_isUnreached = isUnreached(m_reply->error());
    m_response.isSent = isSent();
    m_response.isBegun = m_isConnected || m_response.isSent;
    m_response.url = m_reply->request().url();
    m_response.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto header = [this](const char *name) { return m_reply->rawHeader(name).left(4096).trimmed(); };
    m_response.mimeType = header("Content-Type").toLower();
    m_response.logId = QString::fromUtf8(header("X-Tt-Logid"));
    m_response.retryAfter = header("Retry-After");
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        m_response.headers += name.toLower() + ": " + value.left(4096) + '\n';
}

void Transfer::end()
{
    emit ended(stop());
}

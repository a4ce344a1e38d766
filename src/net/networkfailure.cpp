// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/networkfailure.h"

#include <QCoreApplication>

namespace networkfailure {

bool isUnreached(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::HostNotFoundError ||
           error == QNetworkReply::SslHandshakeFailedError ||
           (error >= QNetworkReply::ProxyConnectionRefusedError && error <= QNetworkReply::UnknownProxyError);
}

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
    default:
        return {.kind = Kind::Offline, .detail = words};
    }
}

} // namespace networkfailure

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/address.h"

#include <QHostAddress>

namespace address {

namespace {

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
}

Error refusal(const QString &detail)
{
    return {.kind = Error::Kind::Refused, .detail = detail};
}

} // namespace

QUrl of(const QUrl &base, const QString &path, const Query &query)
{
    QByteArray encoded = base.toEncoded(QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (encoded.endsWith('/'))
        encoded.chop(1);
    encoded += path.toUtf8();
    char separator = '?';
    for (const auto &[name, value] : query) {
        encoded += separator + QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
        separator = '&';
    }
    return QUrl::fromEncoded(encoded, QUrl::StrictMode);
}

bool isSameOrigin(const QUrl &one, const QUrl &other)
{
    return !one.host().isEmpty() && one.scheme() == other.scheme() && one.host() == other.host() &&
           portOf(one) == portOf(other);
}

bool isThisComputer(const QUrl &url)
{
    return url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
}

bool mayFollow(const QUrl &from, const QUrl &to)
{
    return isSameOrigin(from, to) && to.userInfo().isEmpty();
}

Result<Nothing> mayFetch(const QUrl &url, const QUrl &base)
{
    if (!url.isValid() || url.host().isEmpty())
        return refusal(QStringLiteral("not a web address"));
    if (!url.userInfo().isEmpty())
        return refusal(QStringLiteral("an address with a user name in it is not fetched"));
    if (url.scheme() == QLatin1String("https"))
        return Nothing{};
    if (url.scheme() != QLatin1String("http"))
        return refusal(QStringLiteral("an address of the kind \"%1:\" is not fetched").arg(url.scheme()));
    if (!isSameOrigin(url, base))
        return refusal(
            QStringLiteral("an unprotected address of another host (%1) is not fetched").arg(url.host()));
    return Nothing{};
}

} // namespace address

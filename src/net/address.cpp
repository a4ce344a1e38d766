// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/address.h"

#include "base/credential.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QRegularExpression>

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

// RFC 1918, RFC 3927 and RFC 4193; fe80::/10 is for one link only.
bool isPrivate(const QHostAddress &host)
{
    if (host.protocol() == QAbstractSocket::IPv6Protocol) {
        bool isIPv4 = false;
        const quint32 mapped = host.toIPv4Address(&isIPv4);
        return isIPv4 ? isPrivate(QHostAddress(mapped)) : host.isUniqueLocalUnicast() || host.isLinkLocal();
    }
    return host.isInSubnet(QHostAddress(0x0a000000), 8) || host.isInSubnet(QHostAddress(0xac100000), 12) ||
           host.isInSubnet(QHostAddress(0xc0a80000), 16) || host.isLinkLocal();
}

// Names that no public name server knows.
bool isPrivateName(const QString &name)
{
    for (const QLatin1String ending : {QLatin1String(".local"), QLatin1String(".lan"),
                                       QLatin1String(".home.arpa"), QLatin1String(".internal")}) {
        if (name.endsWith(ending))
            return true;
    }
    return !name.contains(QLatin1Char('.'));
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
    return reach(url) == Reach::ThisComputer;
}

Reach reach(const QUrl &url)
{
    QString name = url.host();
    if (name.endsWith(QLatin1Char('.')))
        name.chop(1);
    const QHostAddress host(name);
    if (name == QLatin1String("localhost") || host.isLoopback())
        return Reach::ThisComputer;
    const bool isName = host.isNull();
    const bool isHome = isName ? !name.isEmpty() && isPrivateName(name) : isPrivate(host);
    return isHome ? Reach::PrivateNetwork : Reach::Public;
}

Base judge(const QUrl &base)
{
    const bool isPlain = base.scheme() == QLatin1String("http");
    if (!base.isValid() || base.host().isEmpty() || !(isPlain || base.scheme() == QLatin1String("https")) ||
        !base.userInfo().isEmpty() || base.hasQuery() || base.hasFragment())
        return Base::Invalid;
    if (!isPlain)
        return Base::Good;
    switch (reach(base)) {
    case Reach::ThisComputer:
        return Base::Good;
    case Reach::PrivateNetwork:
        return Base::NeedsConsent;
    case Reach::Public:
        break;
    }
    return Base::Plain;
}

QUrl tidied(const QString &text)
{
    QString plain = credential::unwrapped(text);
    if (!plain.isEmpty() && !plain.contains(QLatin1String("://")))
        plain.prepend(QStringLiteral("https://"));
    QUrl url = withoutTrailingSlash(QUrl(plain, QUrl::StrictMode));
    // The beginnings of the service's own paths, which are put behind every base; a proxy's stay.
    static const QRegularExpression api(
        QStringLiteral("/+(open_api(/+v\\d+)?|v\\d+|v\\d+/+(audio|chat)(/.*)?|api/+permission(/.*)?)$"));
    QString path = url.path(QUrl::FullyEncoded);
    if (path.contains(api))
        url.setPath(path.remove(api), QUrl::StrictMode);
    return withoutTrailingSlash(url);
}

QUrl withoutTrailingSlash(QUrl url)
{
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    url.setPath(path, QUrl::StrictMode);
    return url;
}

Result<Nothing> mayCall(const QUrl &url)
{
    const bool isWeb = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || url.host().isEmpty() || !isWeb)
        return refusal(QCoreApplication::translate("Error", "the service has no valid web address"));
    return Nothing{};
}

bool mayFollow(const QUrl &from, const QUrl &to)
{
    return isSameOrigin(from, to) && to.userInfo().isEmpty();
}

Result<Nothing> mayFetch(const QUrl &url, const QUrl &base)
{
    if (!url.isValid() || url.host().isEmpty())
        return refusal(QCoreApplication::translate("Error", "not a web address"));
    if (!url.userInfo().isEmpty())
        return refusal(
            QCoreApplication::translate("Error", "an address with a user name in it is not fetched"));
    if (url.scheme() == QLatin1String("https"))
        return Nothing{};
    if (url.scheme() != QLatin1String("http"))
        return refusal(QCoreApplication::translate("Error", "an address of the kind \"%1:\" is not fetched")
                           .arg(url.scheme()));
    if (!isSameOrigin(url, base) && url.host() == base.host())
        return refusal(QCoreApplication::translate(
                           "Error",
                           "the sound is at another port of %1 and unprotected: this connection agrees to "
                           "http at its own address alone (%2). Let the service name https, or the same port")
                           .arg(url.host(), base.toDisplayString()));
    if (!isSameOrigin(url, base))
        return refusal(
            QCoreApplication::translate("Error", "an unprotected address of another host (%1) is not fetched")
                .arg(url.host()));
    return Nothing{};
}

} // namespace address

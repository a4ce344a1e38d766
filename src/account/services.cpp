// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/services.h"

#include "net/address.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace {

struct ConnectionService
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionService)
};

QString plainName(const QUrl &base)
{
    const KnownService *coze = cozeServiceAt(base);
    return coze ? coze->plainName() : base.host();
}

} // namespace

QString KnownService::plainName() const
{
    return ConnectionService::tr(name);
}

const std::array<KnownService, 2> &cozeServices()
{
    static const QUrl guide(QStringLiteral("https://docs.coze.cn/developer_guides/authentication"));
    static const std::array<KnownService, 2> services{
        KnownService{.name = QT_TRANSLATE_NOOP("ConnectionService", "Coze in China"),
                     .base = QUrl(QStringLiteral("https://api.coze.cn")),
                     .tokenPage = QUrl(QStringLiteral("https://www.coze.cn/open/oauth/pats")),
                     .guidePage = guide},
        KnownService{.name = QT_TRANSLATE_NOOP("ConnectionService", "Coze elsewhere"),
                     .base = QUrl(QStringLiteral("https://api.coze.com")),
                     .tokenPage = QUrl(QStringLiteral("https://www.coze.com/open/oauth/pats")),
                     .guidePage = guide}};
    return services;
}

const KnownService *cozeServiceAt(const QUrl &base)
{
    QUrl address = address::withoutTrailingSlash(base);
    if (address.port() == 443)
        address.setPort(-1); // that of https, whether it is said or not
    for (const KnownService &service : cozeServices()) {
        if (service.base == address)
            return &service;
    }
    return nullptr;
}

bool isCozeHost(const QUrl &url)
{
    return std::any_of(cozeServices().begin(), cozeServices().end(),
                       [&url](const KnownService &service) { return service.base.host() == url.host(); });
}

QString addressText(const QUrl &base)
{
    const QString text = base.toDisplayString();
    const QString safe = QStringLiteral("https://");
    return text.startsWith(safe) ? text.mid(safe.size()) : text;
}

QString connectionname::local()
{
    return QCoreApplication::translate("ServiceName", Connections::localName);
}

QString connectionname::shown(const QString &id, const Connections *connections)
{
    const auto saved = connections ? connections->find(id) : std::nullopt;
    return shown(id, saved ? saved->name : id);
}

QString connectionname::suggested(const QUrl &base, const Connections &connections, const QString &id)
{
    const QString plain = plainName(base);
    QString name = plain;
    for (int number = 2; !name.isEmpty() && !connections.isFree(name, id); ++number)
        name = ConnectionService::tr("%1 (%2)", "name and number of a connection").arg(plain).arg(number);
    return name;
}

bool connectionname::isSuggested(const SavedConnection &connection)
{
    static const QRegularExpression number(QStringLiteral(" ?[(（]\\d+[)）]$"));
    return QString(connection.name).remove(number) == plainName(connection.base);
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/services.h"

#include "account/connections.h"
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
    switch (connectionservice::of(base)) {
    case connectionservice::Service::China:
        return ConnectionService::tr("Coze in China");
    case connectionservice::Service::Elsewhere:
        return ConnectionService::tr("Coze elsewhere");
    case connectionservice::Service::Other:
        return base.host();
    }
    return {};
}

} // namespace

namespace connectionservice {

Service of(const QUrl &base)
{
    const QUrl address = address::withoutTrailingSlash(base);
    if (address == connectionservice::base(Service::China))
        return Service::China;
    return address == connectionservice::base(Service::Elsewhere) ? Service::Elsewhere : Service::Other;
}

QUrl base(Service service)
{
    switch (service) {
    case Service::China:
        return QUrl(QStringLiteral("https://api.coze.cn"));
    case Service::Elsewhere:
        return QUrl(QStringLiteral("https://api.coze.com"));
    case Service::Other:
        break;
    }
    return {};
}

bool isCoze(const QUrl &base)
{
    return of(base) != Service::Other;
}

QUrl tokenPage(const QUrl &base)
{
    switch (of(base)) {
    case Service::China:
        return QUrl(QStringLiteral("https://www.coze.cn/open/oauth/pats"));
    case Service::Elsewhere:
        return QUrl(QStringLiteral("https://www.coze.com/open/oauth/pats"));
    case Service::Other:
        break;
    }
    return {};
}

QUrl guidePage(const QUrl &base)
{
    return isCoze(base) ? QUrl(QStringLiteral("https://docs.coze.cn/developer_guides/authentication"))
                        : QUrl();
}

QString addressText(const QUrl &base)
{
    const QString text = base.toDisplayString();
    const QString safe = QStringLiteral("https://");
    return text.startsWith(safe) ? text.mid(safe.size()) : text;
}

bool isFree(const QString &name, const Connections &connections, const QString &id)
{
    const auto isSame = [&name](const QString &other) {
        return name.compare(other, Qt::CaseInsensitive) == 0;
    };
    if (isSame(QStringLiteral("This computer")) || isSame(ConnectionService::tr("This computer")))
        return false;
    const QList<SavedConnection> all = connections.all();
    return std::none_of(all.begin(), all.end(),
                        [&](const SavedConnection &other) { return other.id != id && isSame(other.name); });
}

QString suggestedName(const QUrl &base, const Connections &connections, const QString &id)
{
    const QString plain = plainName(base);
    QString name = plain;
    for (int number = 2; !name.isEmpty() && !isFree(name, connections, id); ++number)
        name = ConnectionService::tr("%1 (%2)", "name and number of a connection").arg(plain).arg(number);
    return name;
}

bool isSuggestedName(const SavedConnection &connection)
{
    static const QRegularExpression number(QStringLiteral(" ?[(（]\\d+[)）]$"));
    return QString(connection.name).remove(number) == plainName(connection.base);
}

} // namespace connectionservice

namespace {

QString thisComputer()
{
    return QCoreApplication::translate("ServiceName", "This computer");
}

} // namespace

QString serviceName(const Connection &connection)
{
    return connection.id == Connections::localId ? thisComputer() : connection.name;
}

QString serviceName(const QString &id, const Connections *connections)
{
    if (id == Connections::localId)
        return thisComputer();
    const auto saved = connections ? connections->find(id) : std::nullopt;
    return saved ? saved->name : id;
}

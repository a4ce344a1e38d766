// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/connectionentry.h"

#include <QSettings>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace {

using SignIn = SavedConnection::SignIn;

const QString nameKey = QStringLiteral("name");
const QString baseKey = QStringLiteral("address");
const QString signInKey = QStringLiteral("signIn");
const QString clientIdKey = QStringLiteral("clientId");
const QString workspaceIdKey = QStringLiteral("workspaceId");
const QString expiresKey = QStringLiteral("expires");
const QString authorityKey = QStringLiteral("authority");
const QString mayBePlainKey = QStringLiteral("mayBePlain");
const QString isBilledKey = QStringLiteral("isBilled");

const std::pair<SignIn, QString> signInWords[] = {
    {SignIn::AccessToken, QStringLiteral("AccessToken")},
    {SignIn::ServiceToken, QStringLiteral("ServiceToken")},
    {SignIn::DeviceCode, QStringLiteral("DeviceCode")},
};

QString wordOf(SignIn signIn)
{
    return std::find_if(std::begin(signInWords), std::end(signInWords),
                        [signIn](const auto &row) { return row.first == signIn; })
        ->second;
}

std::optional<SignIn> signInOf(const QString &word)
{
    for (const auto &[signIn, known] : signInWords) {
        if (word == known)
            return signIn;
    }
    return {};
}

// As Connections::add() gives it.
bool isId(const QString &text)
{
    return !QUuid(text).isNull() && QUuid(text).toString(QUuid::WithoutBraces) == text;
}

bool isWebAddress(const QUrl &url)
{
    return !url.host().isEmpty() &&
           (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
}

} // namespace

std::optional<SavedConnection> connectionentry::read(const QSettings &entry, const QString &id)
{
    const QString name = entry.value(nameKey).toString();
    const QUrl base(entry.value(baseKey).toString(), QUrl::StrictMode);
    const auto signIn = signInOf(entry.value(signInKey).toString());
    if (!isId(id) || name.trimmed().isEmpty() || !isWebAddress(base) || !signIn)
        return {};
    return SavedConnection{.id = id,
                           .name = name,
                           .base = base,
                           .signIn = *signIn,
                           .clientId = entry.value(clientIdKey).toString(),
                           .workspaceId = entry.value(workspaceIdKey).toString(),
                           .expires = QDate::fromString(entry.value(expiresKey).toString(), Qt::ISODate),
                           .authority = entry.value(authorityKey).toByteArray(),
                           .mayBePlain = entry.value(mayBePlainKey, false).toBool(),
                           .isBilled = entry.value(isBilledKey, true).toBool()};
}

void connectionentry::write(QSettings &entry, const SavedConnection &connection)
{
    entry.setValue(nameKey, connection.name);
    entry.setValue(baseKey, connection.base.toString(QUrl::FullyEncoded));
    entry.setValue(signInKey, wordOf(connection.signIn));
    entry.setValue(clientIdKey, connection.clientId);
    entry.setValue(workspaceIdKey, connection.workspaceId);
    entry.setValue(expiresKey, connection.expires.toString(Qt::ISODate));
    entry.setValue(authorityKey, connection.authority);
    entry.setValue(mayBePlainKey, connection.mayBePlain);
    entry.setValue(isBilledKey, connection.isBilled);
}

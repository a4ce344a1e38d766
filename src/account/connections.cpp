// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/connections.h"

#include "base/process.h"
#include "base/settings.h"
#include "net/address.h"

#include <QCoreApplication>
#include <QSslCertificate>
#include <QUuid>

#include <algorithm>
#include <map>
#include <utility>

namespace {

using SignIn = SavedConnection::SignIn;

const QString folder = QStringLiteral("connections");
const QString lastUsedKey = QStringLiteral("lastConnection");
// Of a connection, in the group of its id.
const QString placeKey = QStringLiteral("place");
const QString nameKey = QStringLiteral("name");
const QString baseKey = QStringLiteral("address");
const QString signInKey = QStringLiteral("signIn");
const QString clientIdKey = QStringLiteral("clientId");
const QString workspaceIdKey = QStringLiteral("workspaceId");
const QString expiresKey = QStringLiteral("expires");
const QString authorityKey = QStringLiteral("authority");
const QString mayBePlainKey = QStringLiteral("mayBePlain");
const QString isBilledKey = QStringLiteral("isBilled");
const QString accountIdKey = QStringLiteral("accountId");

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

QString groupOf(const QString &id)
{
    return folder + QLatin1Char('/') + id;
}

QUrl withoutSecrets(const QUrl &base)
{
    return base.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

// A file of certificates may hold a private key as well.
QByteArray withoutKeys(const QByteArray &pem)
{
    if (!pem.contains("PRIVATE KEY"))
        return pem;
    QByteArray certificates;
    for (const QSslCertificate &certificate : QSslCertificate::fromData(pem, QSsl::Pem))
        certificates += certificate.toPem();
    return certificates;
}

// Nothing where the entry, the current group of `store`, is damaged or of a version that knows more.
std::optional<SavedConnection> read(const QSettings &store, const QString &id)
{
    const QString name = store.value(nameKey).toString();
    const QUrl base = address::tidied(store.value(baseKey).toString());
    const auto signIn = signInOf(store.value(signInKey).toString());
    if (!isId(id) || name.trimmed().isEmpty() || !isWebAddress(base) || !signIn)
        return {};
    return SavedConnection{.id = id,
                           .name = name,
                           .base = base,
                           .signIn = *signIn,
                           .clientId = store.value(clientIdKey).toString(),
                           .workspaceId = store.value(workspaceIdKey).toString(),
                           .expires = QDate::fromString(store.value(expiresKey).toString(), Qt::ISODate),
                           .authority = store.value(authorityKey).toByteArray(),
                           .mayBePlain = store.value(mayBePlainKey, false).toBool(),
                           .isBilled = store.value(isBilledKey, true).toBool(),
                           .accountId = store.value(accountIdKey).toString()};
}

// Keys that are not this version's are left as they are.
void write(QSettings &store, const SavedConnection &connection)
{
    store.setValue(nameKey, connection.name);
    store.setValue(baseKey, connection.base.toString(QUrl::FullyEncoded));
    store.setValue(signInKey, wordOf(connection.signIn));
    store.setValue(clientIdKey, connection.clientId);
    store.setValue(workspaceIdKey, connection.workspaceId);
    store.setValue(expiresKey, connection.expires.toString(Qt::ISODate));
    store.setValue(authorityKey, connection.authority);
    store.setValue(mayBePlainKey, connection.mayBePlain);
    store.setValue(isBilledKey, connection.isBilled);
    store.setValue(accountIdKey, connection.accountId);
}

} // namespace

const QString Connections::localId = QStringLiteral("local");

Connections::Connections(const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_store(settingsFile(dataDirectory), QSettings::IniFormat)
{
    load();
}

std::optional<SavedConnection> Connections::find(const QString &id) const
{
    for (const SavedConnection &connection : m_all) {
        if (connection.id == id)
            return connection;
    }
    return {};
}

std::optional<SavedConnection> Connections::findByAddress(const QUrl &base) const
{
    for (const SavedConnection &connection : m_all) {
        if (connection.base.matches(base, QUrl::StripTrailingSlash))
            return connection;
    }
    return {};
}

QString Connections::add(SavedConnection connection)
{
    connection.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    tidy(connection);
    m_all.append(connection);
    m_store.setValue(groupOf(connection.id) + QLatin1Char('/') + placeKey, ++m_lastPlace);
    keep(connection);
    emit changed();
    return connection.id;
}

void Connections::change(SavedConnection connection)
{
    tidy(connection);
    for (SavedConnection &known : m_all) {
        if (known.id != connection.id || known == connection)
            continue;
        known = connection;
        keep(connection);
        emit changed();
        return;
    }
}

void Connections::remove(const QString &id)
{
    if (m_all.removeIf([&id](const SavedConnection &connection) { return connection.id == id; }) == 0)
        return;
    m_store.remove(groupOf(id));
    if (m_store.value(lastUsedKey).toString() == id)
        m_store.remove(lastUsedKey);
    sync();
    emit changed();
}

QString Connections::lastUsed() const
{
    const QString id = m_store.value(lastUsedKey).toString();
    return find(id) ? id : localId;
}

void Connections::setLastUsed(const QString &id)
{
    if (id == lastUsed() || (id != localId && !find(id)))
        return;
    m_store.setValue(lastUsedKey, id);
    sync();
}

bool Connections::isFree(const QString &name, const QString &id) const
{
    const auto isSame = [&name](const QString &other) {
        return name.compare(other, Qt::CaseInsensitive) == 0;
    };
    return !isSame(QLatin1String(localName)) &&
           !isSame(QCoreApplication::translate("ServiceName", localName)) &&
           std::none_of(m_all.begin(), m_all.end(),
                        [&](const SavedConnection &other) { return other.id != id && isSame(other.name); });
}

void Connections::tidy(SavedConnection &connection) const
{
    connection.base = withoutSecrets(connection.base);
    connection.authority = withoutKeys(connection.authority);
    const QString given = connection.name.simplified();
    const QString plain = given.isEmpty() ? connection.base.host() : given;
    connection.name = plain;
    for (int number = 2; !isFree(connection.name, connection.id); ++number)
        connection.name = QStringLiteral("%1 (%2)").arg(plain).arg(number);
}

void Connections::load()
{
    std::multimap<int, SavedConnection> inOrder;
    m_store.beginGroup(folder);
    const QStringList ids = m_store.childGroups();
    for (const QString &id : ids) {
        m_store.beginGroup(id);
        const int place = m_store.value(placeKey).toInt();
        if (auto connection = read(m_store, id))
            inOrder.emplace(place, std::move(*connection));
        else
            qCWarning(logStorage).noquote() << "settings: not a connection that can be used:" << id;
        m_lastPlace = std::max(m_lastPlace, place);
        m_store.endGroup();
    }
    m_store.endGroup();
    for (auto &[place, connection] : inOrder) {
        tidy(connection);
        m_all.append(connection);
    }
}

void Connections::keep(const SavedConnection &connection)
{
    m_store.beginGroup(groupOf(connection.id));
    write(m_store, connection);
    m_store.endGroup();
    sync();
}

// At once: the secret of the connection is kept elsewhere at once, too.
void Connections::sync()
{
    // Its status tells of this writing; that of m_store would tell of the first failure for ever.
    QSettings writing(m_store.fileName(), QSettings::IniFormat);
    writing.sync();
    if (writing.status() == QSettings::AccessError)
        emit failed(
            {.kind = Error::Kind::Storage,
             .detail = QCoreApplication::translate(
                           "Error", "the connections could not be written to %1; what was changed holds "
                                    "until the application is closed")
                           .arg(m_store.fileName())});
}

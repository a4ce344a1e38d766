// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/devicesignin.h"

#include <QCoreApplication>

#include <algorithm>

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr seconds slowDown{5}; // RFC 8628, 3.5
constexpr seconds slowest{30};

Connection withoutToken(Connection connection)
{
    connection.token.clear();
    return connection;
}

// OAuth's own word stands alone or before the service's explanation.
bool says(const Error &error, const char *word)
{
    return error.detail.startsWith(QLatin1String(word));
}

QString wordsFor(const Error &error)
{
    if (says(error, "access_denied"))
        return QCoreApplication::translate("Error", "signing in was declined on the service's page");
    if (says(error, "expired_token"))
        return QCoreApplication::translate("Error", "the code has run out; begin again to get a new one");
    if (says(error, "invalid_client") || says(error, "unauthorized_client"))
        return QCoreApplication::translate(
            "Error", "the service does not know the client ID, or it is not one for signing in by a code");
    return error.detail;
}

} // namespace

DeviceSignIn::DeviceSignIn(const Connection &connection, const QString &clientId, const QString &workspaceId,
                           milliseconds second, QObject *parent)
    : QObject(parent)
    , m_clientId(clientId)
    , m_workspaceId(workspaceId)
    , m_second(second)
    , m_client(std::make_unique<Client>(withoutToken(connection)))
{
    m_rest.setSingleShot(true);
    m_rest.setTimerType(Qt::PreciseTimer); // never early: the service has said how often it may be asked
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (m_lifetime.hasExpired()) {
            Error error = m_last.value_or(Error{.kind = Error::Kind::Refused, .code = 400});
            if (error.kind == Error::Kind::Refused)
                error.detail = QStringLiteral("expired_token");
            return end(error);
        }
        m_call = m_client->send(api::redeemDeviceCode(m_clientId, m_deviceCode), this,
                                [this](const Result<api::Grant> &grant) { onAnswer(grant); });
    });
}

void DeviceSignIn::start()
{
    m_rest.stop();
    if (m_call)
        m_call->abort();
    m_last.reset();
    m_call = m_client->send(
        api::requestDeviceCode(m_clientId, m_workspaceId), this, [this](const Result<api::DeviceCode> &code) {
            if (!code)
                return end(code.error());
            m_deviceCode = code->deviceCode;
            m_interval = code->interval;
            m_longestInterval = std::max(slowest, code->interval);
            m_lifetime.setRemainingTime(code->lifetime.count() * m_second, Qt::PreciseTimer);
            rest();
            emit codeShown(*code);
        });
}

void DeviceSignIn::rest()
{
    const milliseconds interval = m_interval.count() * m_second;
    m_rest.start(std::min(interval, milliseconds(m_lifetime.remainingTime())));
}

void DeviceSignIn::onAnswer(const Result<api::Grant> &grant)
{
    if (grant) {
        emit granted(*grant);
        return;
    }
    const Error &error = grant.error();
    if (says(error, "slow_down") || error.kind == Error::Kind::Busy)
        m_interval = std::min(m_interval + slowDown, m_longestInterval);
    else if (!says(error, "authorization_pending") && error.kind != Error::Kind::Offline &&
             error.kind != Error::Kind::Timeout)
        return end(error);
    m_last = error;
    rest();
}

void DeviceSignIn::end(const Error &error)
{
    Error told = error;
    told.detail = wordsFor(error);
    told.isOutcomeUnknown = false; // a code that nobody has is no harm
    emit failed(told);
}

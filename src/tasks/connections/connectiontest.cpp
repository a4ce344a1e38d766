// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectiontest.h"

#include "account/account.h"
#include "base/wire.h"
#include "calls/activity.h"

ConnectionTest::ConnectionTest(const Studio &studio, const SavedConnection &connection, QObject *parent)
    : QObject(parent)
    , m_studio(studio)
    , m_id(connection.id)
{
    account::open(connection, studio.secrets, this, [this](const Result<std::shared_ptr<Client>> &client) {
        if (client)
            check(*client);
        else
            emit failed(client.error());
    });
}

void ConnectionTest::check(const std::shared_ptr<Client> &client)
{
    m_studio.activity->follow(client.get());
    auto *check = new ConnectionCheck(client, this);
    connect(check, &ConnectionCheck::sisterTried, this, [this](Client *sister) {
        m_hasTriedSister = true;
        m_studio.activity->follow(sister);
    });
    connect(check, &ConnectionCheck::finished, this, &ConnectionTest::finished);
    check->start();
}

void ConnectionTest::learn(ConnectionReport &report, const QList<Exchange> &exchanges, const QString &id,
                           const QDateTime &since)
{
    using Grant = ConnectionReport::Grant;
    QHash<QString, Grant> told;
    for (const Exchange &exchange : exchanges) {
        if (exchange.connectionId != id || exchange.permission.isEmpty() ||
            (since.isValid() && exchange.at < since))
            continue;
        if (exchange.code == wire::code::permissionMissing)
            told.insert(exchange.permission, Grant::Missing);
        else if (exchange.code == 0 && exchange.failure.isEmpty() && exchange.httpStatus != 0)
            told.insert(exchange.permission, Grant::Given);
    }
    for (auto grant = report.permissions.begin(); grant != report.permissions.end(); ++grant) {
        if (*grant == Grant::NotChecked)
            *grant = told.value(grant.key(), Grant::NotChecked);
    }
}

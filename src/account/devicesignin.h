// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/signin.h"
#include "net/client.h"

#include <QDeadlineTimer>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

//! Signs in by a device code: shows a code, then asks the service, no more often than it allows, until the
//! user has agreed on another screen, has declined, or the code has run out. Deleting it is cancelling it.
class DeviceSignIn : public QObject
{
    Q_OBJECT
public:
    //! \a connection says where; its token is not used. \a second: what the service calls so; tests use a
    //! shorter one.
    DeviceSignIn(const Connection &connection, const QString &clientId, const QString &workspaceId,
                 std::chrono::milliseconds second, QObject *parent = nullptr);

    void start();                                     //!< also begins anew after failed()
    Client *client() const { return m_client.get(); } //!< for the record of calls

signals:
    void codeShown(const api::DeviceCode &code);
    void granted(const api::Grant &grant);
    void failed(const Error &error);

private:
    void rest();
    void onAnswer(const Result<api::Grant> &grant);
    void end(const Error &error);

    const QString m_clientId;
    const QString m_workspaceId;
    const std::chrono::milliseconds m_second;
    const std::unique_ptr<Client> m_client;
    QPointer<Call> m_call;
    QString m_deviceCode;
    std::chrono::seconds m_interval{};
    std::chrono::seconds m_longestInterval{};
    QDeadlineTimer m_lifetime;
    QTimer m_rest;               // between two questions
    std::optional<Error> m_last; // what the last question brought
};

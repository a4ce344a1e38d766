// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "account/secretstore.h"
#include "api/signin.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QTest>
#include <QTimer>

#include <concepts>
#include <optional>

//! As QTest::qWaitFor, which sleeps 10 ms at a time, also while the other end of the wire has something to
//! do.
template <std::predicate IsTrue>
bool waitFor(IsTrue isTrue)
{
    const QDeadlineTimer limit(20'000); // a busy machine is slow
    QTimer tick;
    tick.start(1);
    while (!isTrue() && !limit.hasExpired()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return isTrue();
}

//! A connection as it is saved.
inline SavedConnection savedTo(const QUrl &base,
                               SavedConnection::SignIn signIn = SavedConnection::SignIn::DeviceCode)
{
    return {.id = QStringLiteral("c1"),
            .name = QStringLiteral("home"),
            .base = base,
            .signIn = signIn,
            .clientId = QStringLiteral("app.1")};
}

//! The tokens czu_NAME and czr_NAME.
inline api::Grant grantOf(const QByteArray &name, qint64 secondsLeft)
{
    return {.accessToken = "czu_" + name,
            .refreshToken = "czr_" + name,
            .expires = QDateTime::currentDateTimeUtc().addSecs(secondsLeft)};
}

//! The answer that brings the tokens czu_NAME and czr_NAME.
inline Step tokens(const QByteArray &name, qint64 secondsLeft = 900)
{
    return Step::json(R"({"access_token":"czu_)" + name + R"(","refresh_token":"czr_)" + name +
                      R"(","token_type":"Bearer","expires_in":)" +
                      QByteArray::number(QDateTime::currentSecsSinceEpoch() + secondsLeft) + '}');
}

//! How OAuth says no.
inline Step oauthError(const QByteArray &word, const QByteArray &statusLine = "400 Bad Request")
{
    return Step::json(R"({"error_code":")" + word + R"(","error_message":"","error":")" + word + R"("})",
                      statusLine);
}

inline Step delayed(Step step, std::chrono::milliseconds delay)
{
    step.delay = delay;
    return step;
}

inline QJsonObject jsonOf(const SeenRequest &request)
{
    return QJsonDocument::fromJson(request.body()).object();
}

//! The refresh token that a request would use up.
inline QByteArray spentBy(const SeenRequest &request)
{
    return jsonOf(request)[u"refresh_token"].toString().toLatin1();
}

inline bool put(SecretStore &store, const QByteArray &secret)
{
    QObject receiver;
    bool isWritten = false;
    store.write(QStringLiteral("c1"), secret, &receiver,
                [&isWritten](const SecretStore::Written &) { isWritten = true; });
    return waitFor([&isWritten] { return isWritten; });
}

//! The refresh token that is in the store; empty where there is none.
inline QByteArray keptIn(SecretStore &store)
{
    QObject receiver;
    std::optional<Result<QByteArray>> secret;
    store.read(QStringLiteral("c1"), &receiver,
               [&secret](const Result<QByteArray> &result) { secret.emplace(result); });
    if (!waitFor([&secret] { return secret.has_value(); }) || !*secret)
        return {};
    const auto grant = api::Grant::fromSecret(**secret);
    return grant ? grant->refreshToken : QByteArray();
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QSslCertificate>
#include <QString>
#include <QUrl>

#include <chrono>
#include <functional>

//! Where a Client speaks to, and as whom. The token is kept in memory only.
struct Connection
{
    QUrl base;
    QByteArray token;
    QString name;    //!< as shown to the user
    QString id = {}; //!< tells it from every other connection, also after a change of name
    QList<QSslCertificate> authorities = {}; //!< trusted besides those of the system: a private CA
    bool isBilled = false;                   //!< the service charges for what Request::billed says
};

//! How long a Client waits; tests use shorter ones.
struct TimeLimits
{
    std::chrono::milliseconds connect{10'000}; //!< until the first byte could be sent; a DELETE has only idle
    std::chrono::milliseconds idle{30'000};    //!< without a byte in either direction
    std::chrono::milliseconds upload{120'000}; //!< for a whole call with a multipart body, answer included
    //! Before the first retry of a GET; doubled for the next, with jitter.
    std::chrono::milliseconds backoff{500};
    int tries = 3; //!< of a GET; nothing else is ever sent twice
    //! How long this computer has slept since it was started; the system's word where there is none.
    std::function<std::chrono::milliseconds()> timeAsleep = {};
};

class QObject;

//! Where a Client's bearer comes from when it does not last for ever.
class TokenSource
{
public:
    virtual ~TokenSource() = default;

    using Deliver = std::function<void(const Result<QByteArray> &)>;
    //! Hands the token to send now to \a deliver, at most once, only while \a receiver lives, perhaps before
    //! this returns. \a refused is the token that the service has just refused, which is not given again;
    //! empty where it has refused none.
    virtual void ask(const QByteArray &refused, QObject *receiver, Deliver deliver) = 0;
};

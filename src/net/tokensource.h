// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>

#include <functional>

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

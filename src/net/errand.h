// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/request.h"

#include <QUrl>

//! What a Call has to do: one message to one address.
struct Errand
{
    //! What goes out after the headers.
    enum class Load {
        None,  //!< nothing: a GET
        Empty, //!< a body without a byte, of which Qt does not tell when it was sent
        Json,
        Form,
    };

    Verb verb = Verb::Get;
    QUrl url = {};
    Body body = {};
    bool billed = false;
    QString permission = {};
    Manner manner = Manner::Api;
    std::optional<Proof> proof = {};
    //! The answer is sound or a picture, from an address that need not be the service's.
    bool isMedia = false;
    qint64 maxBytes = 16 * 1024 * 1024;
    QByteArray token = {}; //!< the bearer of this sending; empty for none

    Load load() const
    {
        if (verb == Verb::Get)
            return Load::None;
        if (verb == Verb::Delete || std::holds_alternative<std::monostate>(body))
            return Load::Empty;
        return std::holds_alternative<QJsonObject>(body) ? Load::Json : Load::Form;
    }
};

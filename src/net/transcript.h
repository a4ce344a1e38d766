// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/connection.h"
#include "net/envelope.h"
#include "net/errand.h"
#include "net/exchange.h"

//! Makes the record of an exchange, fit to be shown, copied and exported.
namespace transcript {

//! The record of \a errand on \a connection, where \a http came back and \a result was made of it; nothing in
//! it holds one of \a secrets. The times are the caller's to fill in.
Exchange of(const Errand &errand, const Connection &connection, const HttpAnswer &http,
            const Result<Answer> &result, const QByteArrayList &secrets);

//! The tokens and codes that an OAuth exchange carried, there and back.
QByteArrayList oauthSecrets(const Errand &errand, const HttpAnswer &http);

} // namespace transcript

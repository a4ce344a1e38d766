// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/http/http.h"

#include <QJsonObject>

//! The JSON that every answer but sound is wrapped in.
namespace server {

//! code 0 with \a data.
Answer success(const QJsonObject &data = {});

//! The code, status and words that fit \a error.
Answer failure(const Error &error);

//! Marks the answer with a log id, in its header and, for JSON, in detail.logid; tells which.
QByteArray stampLogId(Answer &answer);

//! An error (Refused) of the wire: \a code is one of wire::code.
Error refusal(qint64 code, const QString &words);

} // namespace server

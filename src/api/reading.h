// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QDateTime>
#include <QJsonValue>
#include <QString>

//! The service's values, read as tolerantly as the services differ.
namespace reading {

//! An id, whether sent as a text or as a number (exact beyond 2^53); empty where there is none.
QString id(const QJsonValue &value);
//! A text; a number as its digits, anything else as nothing.
QString text(const QJsonValue &value);
//! A whole number, whether sent as a number or as its digits; 0 where there is none.
qint64 integer(const QJsonValue &value);
//! A number, whether sent as a number or as its digits; nothing where there is none.
std::optional<double> real(const QJsonValue &value);
//! A time in Unix seconds, or in milliseconds from 1e11 on; invalid where there is none.
QDateTime time(const QJsonValue &value);
//! What to say of a record without its id.
Error missing(const char *field);

} // namespace reading

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QNetworkReply>
#include <QStringList>

//! What the errors of Qt's network mean.
namespace networkfailure {

//! Whether it is from before a connection stood: nothing can have gone out.
bool isUnreached(QNetworkReply::NetworkError error);

//! Whether the answer has come whole all the same, by its HTTP \a status.
bool isWhole(QNetworkReply::NetworkError error, int status, bool isRedirect);

//! \a error as this application knows it; \a words are Qt's, \a tlsErrors say what is wrong with a
//! certificate.
Error toError(QNetworkReply::NetworkError error, const QString &words, const QStringList &tlsErrors);

} // namespace networkfailure

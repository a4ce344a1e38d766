// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/house.h"

#include <QUrl>

namespace server {

QString House::urlFor(const Question &question) const
{
    if (!isCalledByHost || question.host.isEmpty())
        return url;
    QUrl called;
    called.setScheme(QUrl(url).scheme());
    called.setAuthority(QString::fromLatin1(question.host), QUrl::StrictMode);
    const bool isPlain = called.isValid() && !called.host().isEmpty() && called.userInfo().isEmpty();
    return isPlain ? called.toString() : url;
}

} // namespace server

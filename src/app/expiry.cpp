// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expiry.h"

#include <QCoreApplication>
#include <QLocale>

namespace {

constexpr int daysBefore = 3;

struct ExpiryText
{
    Q_DECLARE_TR_FUNCTIONS(Expiry)
};

} // namespace

QString expiry::warning(const SavedConnection &saved, const QDate &today)
{
    if (saved.signIn != SavedConnection::SignIn::AccessToken || !saved.expires.isValid())
        return {};
    const int days = int(today.daysTo(saved.expires));
    if (days > daysBefore)
        return {};
    if (days < 0)
        return ExpiryText::tr("The token of “%1” ended on %2: make a new one in Coze, then put it into the "
                              "connection.")
            .arg(saved.name, QLocale().toString(saved.expires, QLocale::ShortFormat));
    if (days == 0)
        return ExpiryText::tr("The token of “%1” ends today: make a new one in Coze, then put it into the "
                              "connection.")
            .arg(saved.name);
    return ExpiryText::tr("The token of “%1” ends in %n day(s): make a new one in Coze, then put it into the "
                          "connection.",
                          nullptr, days)
        .arg(saved.name);
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/backoff.h"

#include <QDateTime>
#include <QLocale>
#include <QRandomGenerator>

using std::chrono::milliseconds;

namespace backoff {

namespace {

// A service that wants more rest than this is told to the user instead.
constexpr milliseconds longest{10'000};

// Retry-After, as seconds or as a date (RFC 9110, 10.2.3).
milliseconds askedFor(const QByteArray &retryAfter)
{
    bool isNumber = false;
    const qint64 seconds = retryAfter.toLongLong(&isNumber);
    if (isNumber)
        return milliseconds(1000 * qBound(qint64(0), seconds, qint64(86'400)));
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(retryAfter),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid())
        return milliseconds(0);
    date.setTimeSpec(Qt::UTC);
    return milliseconds(qMax(qint64(0), QDateTime::currentDateTimeUtc().msecsTo(date)));
}

} // namespace

std::optional<milliseconds> rest(milliseconds first, int tries, const QByteArray &retryAfter)
{
    const qint64 doubled = first.count() << (tries - 1);
    const auto jittered =
        milliseconds(doubled / 2 + qint64(QRandomGenerator::global()->generateDouble() * double(doubled)));
    const milliseconds rest = qMax(jittered, askedFor(retryAfter));
    if (rest > longest)
        return {};
    return rest;
}

} // namespace backoff

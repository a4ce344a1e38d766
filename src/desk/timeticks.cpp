// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/timeticks.h"

#include "sound/clip.h"

#include <QLocale>

namespace {

constexpr qint64 perMs = audio::speechRate / 1000;
constexpr qint64 second = 1000; // ms
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 distances[] = {1,           2,           5,           10,     20,         50,
                                100,         200,         500,         second, 2 * second, 5 * second,
                                10 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute,
                                10 * minute, 15 * minute, 30 * minute, hour,   2 * hour,   6 * hour,
                                12 * hour,   24 * hour};

QString twoDigits(qint64 number)
{
    return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
}

} // namespace

namespace timeticks {

qint64 distance(double samplesPerPixel, int pixels)
{
    for (const qint64 ms : distances) {
        if (double(ms * perMs) >= samplesPerPixel * pixels)
            return ms * perMs;
    }
    return 24 * hour * perMs;
}

QString text(qint64 sample, qint64 distance)
{
    const int decimals = distance % (second * perMs) == 0 ? 0
                         : distance % (100 * perMs) == 0  ? 1
                         : distance % (10 * perMs) == 0   ? 2
                                                          : 3;
    qint64 unit = second * perMs;
    for (int i = 0; i < decimals; ++i)
        unit /= 10;
    qint64 parts = (sample + unit / 2) / unit; // rounded once, so that 59.96 does not read 0:60.0
    QString fraction;
    if (decimals > 0) {
        const qint64 whole = second * perMs / unit;
        fraction = QLocale().decimalPoint() +
                   QStringLiteral("%1").arg(parts % whole, decimals, 10, QLatin1Char('0'));
        parts /= whole;
    }
    if (parts < 3600)
        return QString::number(parts / 60) + QLatin1Char(':') + twoDigits(parts % 60) + fraction;
    return QString::number(parts / 3600) + QLatin1Char(':') + twoDigits(parts / 60 % 60) + QLatin1Char(':') +
           twoDigits(parts % 60) + fraction;
}

} // namespace timeticks

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/wavescale.h"

#include "style/words.h"

#include <QLocale>

constexpr qint64 leastView = audio::speechRate / 100; // 10 ms
constexpr qint64 perMs = audio::speechRate / 1000;
constexpr qint64 second = 1000; // ms
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 distances[] = {1,           2,           5,           10,     20,         50,
                                100,         200,         500,         second, 2 * second, 5 * second,
                                10 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute,
                                10 * minute, 15 * minute, 30 * minute, hour,   2 * hour,   6 * hour,
                                12 * hour,   24 * hour};

audio::Span WaveScale::fitted(const audio::Span &span) const
{
    const qint64 length = std::clamp(span.size(), std::min(leastView, size), size);
    const qint64 from = std::clamp<qint64>(span.from, 0, size - length);
    return {from, from + length};
}

audio::Span WaveScale::zoomed(double factor, qint64 sample) const
{
    const double length =
        std::clamp(double(view.size()) / factor, double(std::min(leastView, size)), double(size));
    double share = view.isEmpty() ? 0 : double(sample - view.from) / double(view.size());
    if (share < 0 || share > 1)
        share = 0.5; // from elsewhere: into the middle
    const qint64 from = std::llround(double(sample) - share * length);
    return {from, from + std::llround(length)};
}

audio::Span WaveScale::revealing(qint64 sample) const
{
    if (shows(sample))
        return view;
    const qint64 margin = view.size() / 10;
    const qint64 from = sample < view.from ? sample - margin : sample + margin - view.size();
    return {from, from + view.size()};
}

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
    qint64 partsOfSecond = 1;
    for (int i = 0; i < decimals; ++i)
        partsOfSecond *= 10;
    const qint64 unit = second * perMs / partsOfSecond;
    const qint64 parts = (sample + unit / 2) / unit; // rounded once, so that 59.96 does not read 0:60.0
    const QString whole = clockText(std::chrono::seconds(parts / partsOfSecond));
    if (decimals == 0)
        return whole;
    return whole + QLocale().decimalPoint() +
           QStringLiteral("%1").arg(parts % partsOfSecond, decimals, 10, QLatin1Char('0'));
}

} // namespace timeticks

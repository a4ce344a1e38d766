// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/wavepicture.h"

#include "sound/clip.h"

#include <QLocale>
#include <QPainter>
#include <QPolygonF>

#include <cmath>

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

namespace {

constexpr int fullScale = 32'393; // -0.1 dBFS
constexpr int clipMark = 7;       // pixels from the edge on
constexpr int dotDistance = 8;    // pixels between samples from which on each gets a dot

} // namespace

const QImage &WavePicture::of(const std::shared_ptr<const audio::Sound> &sound, const audio::Span &view,
                              const Look &look)
{
    if (sound == m_sound && view == m_view && look == m_look)
        return m_image;
    if (m_image.size() != look.size)
        m_image = QImage(look.size, QImage::Format_ARGB32_Premultiplied);
    m_sound = sound;
    m_view = view;
    m_look = look;
    m_image.fill(Qt::transparent);
    if (!sound || view.isEmpty() || look.size.isEmpty())
        return m_image;
    if (view.size() < look.size.width())
        drawSamples(*sound);
    else
        drawColumns(*sound);
    return m_image;
}

void WavePicture::drawColumns(const audio::Sound &sound)
{
    const int width = m_look.size.width();
    const double middle = m_look.size.height() / 2.0;
    const double scale = (middle - 1) / 32'768;
    const double perColumn = double(m_view.size()) / width;
    // Columns begin at whole multiples of their width wherever the view begins: scrolling moves the curve
    // instead of making it shimmer.
    const double from = std::floor(double(m_view.from) / perColumn) * perColumn;
    const auto columns = sound.overview().columns(from, from + perColumn * width, width, sound.samples());
    std::vector<QRect> bars, marks;
    bars.reserve(columns.size());
    int above = 0, below = 0;
    for (int x = 0; x < int(columns.size()); ++x) {
        const audio::Extremes &part = columns[size_t(x)];
        int top = int(std::floor(middle - part.high * scale));
        int bottom = int(std::ceil(middle - part.low * scale));
        const int ownTop = top, ownBottom = bottom;
        if (x > 0) { // steep curves stay in one piece
            top = std::min(top, below);
            bottom = std::max(bottom, above);
        }
        above = ownTop;
        below = ownBottom;
        bars.emplace_back(x, top, 1, std::max(int(m_look.ratio), bottom - top));
        if (part.high >= fullScale || part.low <= -fullScale)
            marks.emplace_back(x, 0, 1, int(clipMark * m_look.ratio));
    }
    QPainter painter(&m_image);
    for (const QRect &bar : bars)
        painter.fillRect(bar, m_look.curve);
    for (const QRect &mark : marks)
        painter.fillRect(mark.adjusted(-1, 0, 1, 0), m_look.clipped);
}

void WavePicture::drawSamples(const audio::Sound &sound)
{
    const double middle = m_look.size.height() / 2.0;
    const double scale = (middle - 1) / 32'768;
    const double perSample = m_look.size.width() / double(m_view.size());
    const qint64 from = std::max<qint64>(0, m_view.from - 1);
    const qint64 to = std::min(sound.size(), m_view.to + 2);
    QPolygonF curve;
    for (qint64 i = from; i < to; ++i)
        curve << QPointF(double(i - m_view.from) * perSample, middle - sound.samples()[size_t(i)] * scale);
    QPainter painter(&m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_look.curve, 1.5 * m_look.ratio));
    painter.drawPolyline(curve);
    if (perSample < dotDistance * m_look.ratio)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look.curve);
    for (const QPointF &point : std::as_const(curve))
        painter.drawEllipse(point, 2.5 * m_look.ratio, 2.5 * m_look.ratio);
}

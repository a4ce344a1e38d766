// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/wavepainter.h"

#include "style/theme.h"

#include <QCoreApplication>
#include <QWidget>

#include <cmath>

constexpr int fullScale = 32'393; // -0.1 dBFS
constexpr int clipMark = 7;       // pixels from the edge on
constexpr int dotDistance = 8;    // pixels between samples from which on each gets a dot

constexpr int tick = 5; // pixels, as all below
constexpr int edgeWidth = 2;
constexpr int hook = 7; // the brackets of a selection
constexpr int head = 6; // half the width of a cursor's triangle
constexpr int minorTicks = 5;

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

WavePainter::WavePainter(QWidget *widget, const WaveScale &scale, const WaveMarks &marks)
    : m_widget(*widget)
    , m_scale(scale)
    , m_marks(marks)
    , m_palette(widget->palette())
    , m_ruler(0, 0, widget->width(), widget->fontMetrics().height() + tick + 2)
    , m_wave(0, m_ruler.height(), widget->width(), std::max(1, widget->height() - m_ruler.height()))
    , m_painter(widget)
{}

void WavePainter::paint(const std::shared_ptr<const audio::Sound> &sound, WavePicture &picture)
{
    m_painter.fillRect(m_ruler, m_palette.color(QPalette::Window));
    m_painter.fillRect(m_wave, m_palette.color(QPalette::Base));
    if (m_scale.size > 0) {
        drawSelection();
        m_painter.setPen(m_palette.color(QPalette::Mid));
        m_painter.drawLine(m_wave.left(), m_wave.center().y(), m_wave.right(), m_wave.center().y());
        const qreal ratio = m_widget.devicePixelRatioF();
        const WavePicture::Look look{.size = (QSizeF(m_wave.size()) * ratio).toSize(),
                                     .ratio = ratio,
                                     .curve = m_widget.isEnabled()
                                                  ? theme::color(theme::Tone::Accent, m_palette)
                                                  : theme::quiet(m_palette),
                                     .clipped = theme::color(theme::Tone::Problem, m_palette)};
        m_painter.drawImage(m_wave, picture.of(sound, m_scale.view, look));
        drawRuler();
    } else {
        m_painter.setPen(theme::quiet(m_palette));
        m_painter.drawText(m_wave, Qt::AlignCenter | Qt::TextWordWrap,
                           QCoreApplication::translate("Waveform", "No sound yet"));
    }
    const bool hasFocus = m_widget.hasFocus();
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(hasFocus ? QPen(m_palette.color(QPalette::Highlight), 2)
                              : QPen(m_palette.color(QPalette::Mid), 1));
    m_painter.drawRect(hasFocus ? m_wave.adjusted(1, 1, -1, -1) : m_wave.adjusted(0, 0, -1, -1));
    if (m_scale.size == 0)
        return;
    if (!m_marks.selection.isEmpty()) {
        drawEdge(m_scale.position(m_marks.selection.from), true);
        drawEdge(m_scale.position(m_marks.selection.to), false);
    }
    drawCursor();
    drawPlayhead();
}

void WavePainter::drawRuler()
{
    const QFontMetrics metrics = m_widget.fontMetrics();
    int apart = metrics.horizontalAdvance(QStringLiteral("0:00:00.000")) + 12;
    qint64 distance = timeticks::distance(m_scale.samplesPerPixel(), apart);
    // Most labels are shorter: take what the longest of these needs.
    apart = metrics.horizontalAdvance(timeticks::text(m_scale.view.to, distance)) + 24;
    distance = timeticks::distance(m_scale.samplesPerPixel(), apart);
    m_painter.setPen(theme::quiet(m_palette));
    for (qint64 at = m_scale.view.from / distance * distance; at <= m_scale.view.to; at += distance) {
        for (int minor = 1; minor < minorTicks; ++minor) {
            const int x = m_scale.position(at + minor * distance / minorTicks);
            m_painter.drawLine(x, m_ruler.bottom() - tick / 2, x, m_ruler.bottom());
        }
        const int x = m_scale.position(at);
        m_painter.drawLine(x, m_ruler.bottom() - tick, x, m_ruler.bottom());
        const QString text = timeticks::text(at, distance);
        const int half = metrics.horizontalAdvance(text) / 2 + 1;
        const int centre = at == 0 ? std::max(x, half) : x; // the very first is not cut in half
        if (centre - half >= -1 && centre + half <= m_ruler.width())
            m_painter.drawText(QRect(centre - half, 0, 2 * half, metrics.height()), Qt::AlignCenter, text);
    }
}

void WavePainter::drawSelection()
{
    if (m_marks.selection.isEmpty())
        return;
    QColor band = m_palette.color(QPalette::Highlight);
    band.setAlpha(theme::isDark(m_palette) ? 90 : 50);
    const int left = std::max(0, m_scale.position(m_marks.selection.from));
    const int right = std::min(m_wave.width(), m_scale.position(m_marks.selection.to));
    m_painter.fillRect(QRect(left, m_wave.top(), right - left, m_wave.height()), band);
}

// A bracket that opens into the selection, with a grip to take hold of.
void WavePainter::drawEdge(int x, bool left)
{
    const QColor ink = m_palette.color(QPalette::WindowText);
    const int start = left ? x : x - edgeWidth;
    const int hooked = left ? x : x - hook;
    m_painter.fillRect(QRect(start, m_wave.top(), edgeWidth, m_wave.height()), ink);
    m_painter.fillRect(QRect(hooked, m_wave.top(), hook, edgeWidth), ink);
    m_painter.fillRect(QRect(hooked, m_wave.bottom() + 1 - edgeWidth, hook, edgeWidth), ink);
    const QRect handle(left ? x - 2 : x - 6, m_wave.center().y() - 9, 8, 18);
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(ink);
    m_painter.drawRoundedRect(handle, 3, 3);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    m_painter.setPen(m_palette.color(QPalette::Base));
    for (const int line : {2, 4})
        m_painter.drawLine(handle.left() + line, handle.top() + 5, handle.left() + line, handle.bottom() - 5);
}

void WavePainter::drawCursor()
{
    if (!m_scale.shows(m_marks.cursor))
        return;
    const int x = std::clamp(m_scale.position(m_marks.cursor), 0, m_wave.width() - 1);
    const int bottom = m_ruler.bottom();
    const QColor ink = m_palette.color(QPalette::WindowText);
    if (m_marks.selection.isEmpty())
        m_painter.fillRect(QRect(x, m_wave.top(), 1, m_wave.height()), ink);
    drawShape({{QPoint(x - head + 1, bottom - head), QPoint(x + head, bottom - head), QPoint(x, bottom + 1)}},
              ink);
}

void WavePainter::drawPlayhead()
{
    if (!m_scale.shows(m_marks.playhead))
        return;
    const int x = std::clamp(m_scale.position(m_marks.playhead), 0, m_wave.width() - 1);
    const int top = m_wave.top();
    const QColor ink = theme::color(theme::Tone::Good, m_palette);
    m_painter.fillRect(QRect(x - 1, top, 2, m_wave.height()), ink);
    drawShape({{QPoint(x, top), QPoint(x + 2 * head, top + head), QPoint(x, top + 2 * head)}}, ink);
}

QRect WavePainter::playheadRect(int x, int height)
{
    return {x - 2, 0, 2 * head + 5, height};
}

void WavePainter::drawShape(const QPolygon &shape, const QColor &ink)
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(ink);
    m_painter.drawPolygon(shape);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
}

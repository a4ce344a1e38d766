// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveform.h"

#include "desk/wavepicture.h"
#include "style/theme.h"

#include <QEvent>
#include <QPainter>
#include <QPaintEvent>

// What a Waveform looks like.

namespace {

constexpr int tick = 5; // pixels
constexpr int edgeWidth = 2;
constexpr int hook = 7; // the brackets of a selection
constexpr int head = 6; // half the width of a cursor's triangle
constexpr int minorTicks = 5;

} // namespace

QRect Waveform::rulerRect() const
{
    return {0, 0, width(), fontMetrics().height() + tick + 2};
}

QRect Waveform::waveRect() const
{
    return {0, rulerRect().height(), width(), std::max(1, height() - rulerRect().height())};
}

void Waveform::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rulerRect(), palette().color(QPalette::Window));
    painter.fillRect(waveRect(), palette().color(QPalette::Base));
    if (size() > 0) {
        drawSelection(painter);
        drawWave(painter);
        drawRuler(painter);
    } else {
        painter.setPen(theme::quiet(palette()));
        painter.drawText(waveRect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No sound yet"));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(hasFocus() ? QPen(palette().color(QPalette::Highlight), 2)
                              : QPen(palette().color(QPalette::Mid), 1));
    painter.drawRect(hasFocus() ? waveRect().adjusted(1, 1, -1, -1) : waveRect().adjusted(0, 0, -1, -1));
    if (size() == 0)
        return;
    if (!m_selection.isEmpty()) {
        drawEdge(painter, position(m_selection.from), true);
        drawEdge(painter, position(m_selection.to), false);
    }
    drawCursor(painter);
    drawPlayhead(painter);
}

void Waveform::drawWave(QPainter &painter)
{
    const QRect wave = waveRect();
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawLine(wave.left(), wave.center().y(), wave.right(), wave.center().y());
    const qreal ratio = devicePixelRatioF();
    const WavePicture::Look look{.size = (QSizeF(wave.size()) * ratio).toSize(),
                                 .ratio = ratio,
                                 .curve = isEnabled() ? theme::color(theme::Tone::Accent, palette())
                                                      : theme::quiet(palette()),
                                 .clipped = theme::color(theme::Tone::Problem, palette())};
    painter.drawImage(wave, m_picture.of(m_sound, m_view, look));
}

void Waveform::drawSelection(QPainter &painter) const
{
    if (m_selection.isEmpty())
        return;
    QColor band = palette().color(QPalette::Highlight);
    band.setAlpha(theme::isDark(palette()) ? 90 : 50);
    const QRect wave = waveRect();
    const int left = std::max(0, position(m_selection.from));
    const int right = std::min(width(), position(m_selection.to));
    painter.fillRect(QRect(left, wave.top(), right - left, wave.height()), band);
}

void Waveform::drawEdge(QPainter &painter, int x, bool left) const
{
    // A bracket that opens into the selection, with a grip to take hold of.
    const QRect wave = waveRect();
    const QColor ink = palette().color(QPalette::WindowText);
    const int start = left ? x : x - edgeWidth;
    const int hooked = left ? x : x - hook;
    painter.fillRect(QRect(start, wave.top(), edgeWidth, wave.height()), ink);
    painter.fillRect(QRect(hooked, wave.top(), hook, edgeWidth), ink);
    painter.fillRect(QRect(hooked, wave.bottom() + 1 - edgeWidth, hook, edgeWidth), ink);
    const QRect handle(left ? x - 2 : x - 6, wave.center().y() - 9, 8, 18);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawRoundedRect(handle, 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(palette().color(QPalette::Base));
    for (const int line : {3, 5})
        painter.drawLine(handle.left() + line - 1, handle.top() + 5, handle.left() + line - 1,
                         handle.bottom() - 5);
}

void Waveform::drawCursor(QPainter &painter) const
{
    if (m_cursor < m_view.from || m_cursor > m_view.to)
        return;
    const int x = std::clamp(position(m_cursor), 0, width() - 1);
    const int bottom = rulerRect().bottom();
    const QColor ink = palette().color(QPalette::WindowText);
    if (m_selection.isEmpty())
        painter.fillRect(QRect(x, waveRect().top(), 1, waveRect().height()), ink);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(QPolygon(
        {QPoint(x - head + 1, bottom - head), QPoint(x + head, bottom - head), QPoint(x, bottom + 1)}));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void Waveform::drawPlayhead(QPainter &painter) const
{
    if (m_playhead < m_view.from || m_playhead > m_view.to)
        return;
    const int x = std::clamp(position(m_playhead), 0, width() - 1);
    const int top = waveRect().top();
    const QColor ink = theme::color(theme::Tone::Good, palette());
    painter.fillRect(QRect(x - 1, top, 2, waveRect().height()), ink);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(
        QPolygon({QPoint(x, top), QPoint(x + 2 * head, top + head), QPoint(x, top + 2 * head)}));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void Waveform::updatePlayhead(qint64 sample)
{
    if (sample >= m_view.from && sample <= m_view.to)
        update(position(sample) - 2, 0, 2 * head + 5, height());
}

void Waveform::drawRuler(QPainter &painter) const
{
    const QRect ruler = rulerRect();
    const QFontMetrics metrics = fontMetrics();
    int apart = metrics.horizontalAdvance(QStringLiteral("0:00:00.000")) + 12;
    qint64 distance = timeticks::distance(samplesPerPixel(), apart);
    // Most labels are shorter: take what the longest of these needs.
    apart = metrics.horizontalAdvance(timeticks::text(m_view.to, distance)) + 24;
    distance = timeticks::distance(samplesPerPixel(), apart);
    painter.setPen(theme::quiet(palette()));
    for (qint64 at = m_view.from / distance * distance; at <= m_view.to; at += distance) {
        for (int minor = 1; minor < minorTicks; ++minor) {
            const int x = position(at + minor * distance / minorTicks);
            painter.drawLine(x, ruler.bottom() - tick / 2, x, ruler.bottom());
        }
        const int x = position(at);
        painter.drawLine(x, ruler.bottom() - tick, x, ruler.bottom());
        const QString text = timeticks::text(at, distance);
        const int half = metrics.horizontalAdvance(text) / 2 + 1;
        const int centre = at == 0 ? std::max(x, half) : x; // the very first is not cut in half
        if (centre - half >= -1 && centre + half <= width())
            painter.drawText(QRect(centre - half, 0, 2 * half, metrics.height()), Qt::AlignCenter, text);
    }
}

void Waveform::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        update();
        tellReaders();
    }
}

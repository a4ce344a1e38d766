// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/livewave.h"

#include "style/onchange.h"
#include "style/theme.h"

#include <QPainter>
#include <QTimerEvent>

#include <cmath>

constexpr int shownColumns = 500;             // ten seconds of 20 ms
constexpr int keptColumns = shownColumns + 1; // one is leaving
constexpr int repaintPace = 33;
constexpr int keptLine = 3; // pixels
constexpr int wordGap = 6;

LiveWave::LiveWave(QWidget *parent)
    : QWidget(parent)
    , m_columns(keptColumns)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAttribute(Qt::WA_OpaquePaintEvent);
    tellState();
    onLanguageChange(this, [this] {
        tellState();
        update();
    });
}

void LiveWave::push(const audio::Extremes &extremes)
{
    m_columns[m_next] = {extremes, m_state == State::Recording};
    m_next = (m_next + 1) % m_columns.size();
    ++m_count;
    repaintSoon();
}

void LiveWave::clear()
{
    m_columns.assign(keptColumns, {});
    m_next = 0;
    m_count = 0;
    update();
}

QString LiveWave::stateText() const
{
    const QString texts[] = {tr("Listening only: nothing is kept"), tr("Recording"),
                             tr("Paused: nothing is kept until you resume")}; // by state
    return texts[int(m_state)];
}

QSize LiveWave::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 60, stateHeight() + fontMetrics().height() * 3};
}

QSize LiveWave::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 30, stateHeight() + fontMetrics().height() * 2};
}

void LiveWave::repaintSoon()
{
    m_dirty = true;
    if (!m_pace.isActive() && isVisible())
        m_pace.start(repaintPace, this);
}

void LiveWave::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_dirty)
        repaintSoon();
}

void LiveWave::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_pace.timerId())
        return QWidget::timerEvent(event);
    if (m_dirty && isVisible())
        update();
    else
        m_pace.stop();
    m_dirty = false;
}

void LiveWave::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    drawColumns(painter);
    drawState(painter);
    painter.setPen(palette().color(QPalette::Mid));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void LiveWave::drawColumns(QPainter &painter) const
{
    // In whole device pixels counted from the first column that ever came: so each keeps its width and its
    // neighbours while it moves, and the curve does not shimmer.
    const qreal ratio = devicePixelRatioF();
    const int width = int(this->width() * ratio);
    const int height = int(this->height() * ratio);
    const int line = int(keptLine * ratio);
    const double top = stateHeight() * ratio;
    const double middle = (top + height - line) / 2.0;
    const double scale = (middle - top - 1) / 32'768;
    const auto place = [width](qint64 column) { return column * width / shownColumns; };
    const qint64 shift = place(m_count) - width;
    QList<QRect> kept, heard, lines;
    for (qint64 i = std::max<qint64>(0, m_count - shownColumns - 1); i < m_count;) {
        Column column;
        const qint64 left = place(i);
        do { // what shares a pixel
            const Column &part = m_columns[size_t(i % keptColumns)];
            column.extremes.low = std::min(column.extremes.low, part.extremes.low);
            column.extremes.high = std::max(column.extremes.high, part.extremes.high);
            column.recorded = column.recorded || part.recorded;
        } while (place(++i) == left && i < m_count);
        const int high = int(std::floor(middle - column.extremes.high * scale));
        const int low = int(std::ceil(middle - column.extremes.low * scale));
        const int wide = int(std::max<qint64>(1, place(i) - left));
        (column.recorded ? kept : heard) << QRect(int(left - shift), high, wide, std::max(1, low - high));
        if (column.recorded)
            lines << QRect(int(left - shift), height - line - 1, wide, line);
    }
    painter.save();
    painter.scale(1 / ratio, 1 / ratio);
    painter.fillRect(QRect(0, int(middle), width, 1), palette().color(QPalette::Mid));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::quiet(palette()));
    painter.drawRects(heard);
    painter.setBrush(theme::color(theme::Tone::Accent, palette()));
    painter.drawRects(kept);
    painter.drawRects(lines);
    painter.restore();
}

int LiveWave::stateHeight() const
{
    return fontMetrics().height() + wordGap;
}

void LiveWave::drawState(QPainter &painter) const
{
    const int line = fontMetrics().height();
    const double size = line / 2.0;
    const QRectF sign(wordGap + 1, wordGap / 2.0 + (line - size) / 2, size, size);
    const QRect words(int(sign.right()) + wordGap, wordGap / 2, width() - int(sign.right()) - 2 * wordGap,
                      line);
    drawSign(painter, sign);
    painter.setPen(palette().color(m_state == State::Listening ? QPalette::PlaceholderText : QPalette::Text));
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(stateText(), Qt::ElideRight, words.width()));
}

// A ring, a full dot, or two bars: not by its colour alone.
void LiveWave::drawSign(QPainter &painter, const QRectF &place) const
{
    const bool isRecording = m_state == State::Recording;
    const QColor ink = isRecording                ? theme::color(theme::Tone::Problem, palette())
                       : m_state == State::Paused ? palette().color(QPalette::Text)
                                                  : theme::quiet(palette());
    if (m_state == State::Paused) {
        const QSizeF bar(place.width() / 3, place.height());
        painter.fillRect(QRectF(place.topLeft(), bar), ink);
        painter.fillRect(QRectF(QPointF(place.right() - bar.width(), place.top()), bar), ink);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, 1.5));
    painter.setBrush(isRecording ? QBrush(ink) : QBrush(Qt::NoBrush));
    painter.drawEllipse(place);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

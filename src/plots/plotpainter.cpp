// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plotpainter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace {

constexpr double plotGap = 6;
constexpr double dotRadius = 4;   // of a dot
constexpr double legendLine = 26; // of a line, in the legend

} // namespace

PlotPainter::PlotPainter(const Plot &plot, const QRectF &place, const QFont &font, const QPalette &palette)
    : m_plot(plot)
    , m_font(font)
    , m_palette(palette)
    , m_place(place)
{
    const QFontMetricsF metrics(font);
    m_line = metrics.height();
    double labels = 0;
    for (const double tick : plot.y.ticks(6))
        labels = std::max(labels, metrics.horizontalAdvance(plot.y.label(tick)));
    labels = std::min(labels, place.width() / 4);
    const auto legend = legendPlaces(0);
    const double legendHeight = legend.isEmpty() ? 0 : legend.last().y() + m_line + plotGap;
    const double lastLabel =
        plot.x.scale == Axis::Scale::Names ? 0 : metrics.horizontalAdvance(plot.x.label(plot.x.high)) / 2;
    // Title of y and legend above, ticks and title of x below.
    m_area = place.adjusted(labels + 2 * plotGap, m_line + plotGap + legendHeight,
                            -std::max(2 * plotGap, lastLabel + 2), -2 * m_line - 3 * plotGap);
    if (!plot.marks.isEmpty() && std::any_of(plot.marks.begin(), plot.marks.end(), [](const Mark &mark) {
            return mark.orientation == Qt::Vertical;
        }))
        m_area.setTop(m_area.top() + m_line + plotGap);
}

QPointF PlotPainter::at(const QPointF &value) const
{
    // A matrix is read from the top, a curve from the bottom.
    const double up = m_plot.y.place(value.y());
    return {m_area.left() + m_plot.x.place(value.x()) * m_area.width(),
            m_plot.y.scale == Axis::Scale::Names ? m_area.top() + up * m_area.height()
                                                 : m_area.bottom() - up * m_area.height()};
}

int PlotPainter::nearest(const QPointF &point) const
{
    int found = -1;
    double least = 0;
    for (int i = 0; i < m_plot.stops.size(); ++i) {
        const QPointF way = at(m_plot.stops.at(i).at) - point;
        // Along curves only x is asked for.
        const double distance = m_plot.curves.isEmpty() ? QPointF::dotProduct(way, way) : way.x() * way.x();
        if (found >= 0 && distance >= least)
            continue;
        found = i;
        least = distance;
    }
    return found;
}

QString PlotPainter::shortened(const QString &text, double width) const
{
    return QFontMetricsF(m_font).elidedText(text, Qt::ElideRight, width);
}

void PlotPainter::paint(QPainter &painter, int stop) const
{
    if (m_area.width() < 40 || m_area.height() < 40)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_font);
    paintAxes(painter);
    paintCells(painter);
    painter.save();
    painter.setClipRect(m_area.adjusted(-dotRadius, -dotRadius, dotRadius, dotRadius));
    for (const Curve &curve : m_plot.curves)
        paintCurve(painter, curve);
    for (const Dots &dots : m_plot.dots)
        paintDots(painter, dots);
    painter.restore();
    for (const Mark &mark : m_plot.marks)
        paintMark(painter, mark);
    paintLegend(painter);
    if (stop >= 0 && stop < m_plot.stops.size()) {
        const QPointF here = at(m_plot.stops.at(stop).at);
        painter.setPen(QPen(m_palette.color(QPalette::Text), 1, Qt::DotLine));
        if (!m_plot.curves.isEmpty())
            painter.drawLine(QPointF(here.x(), m_area.top()), QPointF(here.x(), m_area.bottom()));
        painter.setPen(QPen(m_palette.color(QPalette::Text), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(here, dotRadius + 3, dotRadius + 3);
    }
    painter.restore();
}

void PlotPainter::paintAxes(QPainter &painter) const
{
    const QColor ink = m_palette.color(QPalette::Text);
    const QColor quiet = theme::quiet(m_palette);
    const QColor line = theme::line(m_palette);
    const bool isMatrix = !m_plot.cells.isEmpty();
    const int most = std::max(2, int(m_area.width() / 70));
    const QFontMetricsF metrics(m_font);
    double before = -1e9;
    for (const double tick : m_plot.x.ticks(most)) {
        const double x = at({tick, m_plot.y.low}).x();
        if (!isMatrix) {
            painter.setPen(QPen(line, 1));
            painter.drawLine(QPointF(x, m_area.top()), QPointF(x, m_area.bottom()));
        }
        const double room = m_plot.x.scale == Axis::Scale::Names
                                ? m_area.width() / double(m_plot.x.names.size()) - plotGap
                                : 80;
        const QString label = shortened(m_plot.x.label(tick), room);
        const double width = metrics.horizontalAdvance(label);
        if (x - width / 2 < before) // probit ticks crowd in the middle
            continue;
        before = x + width / 2 + plotGap;
        painter.setPen(quiet);
        painter.drawText(QRectF(x - width / 2 - 1, m_area.bottom() + plotGap, width + 2, m_line),
                         Qt::AlignCenter, label);
    }
    double lowest = 1e9;
    for (const double tick : m_plot.y.ticks(std::max(2, int(m_area.height() / 40)))) {
        const double y = at({m_plot.x.low, tick}).y();
        if (!isMatrix) {
            painter.setPen(QPen(line, 1));
            painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
        }
        if (m_plot.y.scale == Axis::Scale::Probit && y + m_line / 2 > lowest)
            continue;
        lowest = y - m_line / 2;
        painter.setPen(quiet);
        const double room = m_area.left() - m_place.left() - plotGap;
        painter.drawText(QRectF(m_place.left(), y - m_line / 2, room, m_line),
                         Qt::AlignRight | Qt::AlignVCenter, shortened(m_plot.y.label(tick), room));
    }
    painter.setPen(ink);
    painter.drawText(QRectF(m_area.left(), m_area.bottom() + 2 * plotGap + m_line, m_area.width(), m_line),
                     Qt::AlignCenter, shortened(m_plot.x.title, m_area.width()));
    painter.drawText(QRectF(m_place.left() + plotGap, m_place.top(), m_place.width() - 2 * plotGap, m_line),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     shortened(m_plot.y.title, m_place.width() - 2 * plotGap));
    if (isMatrix)
        return;
    painter.setPen(QPen(quiet, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(m_area);
}

void PlotPainter::paintCells(QPainter &painter) const
{
    if (m_plot.cells.isEmpty())
        return;
    const double width = m_area.width() / double(m_plot.x.names.size());
    const double height = m_area.height() / double(m_plot.y.names.size());
    for (const Cell &cell : m_plot.cells) {
        const QRectF box =
            QRectF(m_area.left() + cell.column * width, m_area.top() + cell.row * height, width, height)
                .adjusted(1, 1, -1, -1);
        const theme::Tone tone = cell.isRight ? theme::Tone::Good : theme::Tone::Problem;
        QColor shade = theme::color(tone, m_palette);
        shade.setAlphaF(float(0.04 + 0.45 * std::clamp(cell.share, 0.0, 1.0))); // words stay legible on it
        painter.fillRect(box, shade);
        if (cell.isRight) {
            painter.setPen(QPen(theme::color(tone, m_palette), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box.adjusted(1, 1, -1, -1));
        }
        painter.setPen(m_palette.color(QPalette::Text));
        painter.drawText(box, Qt::AlignCenter, cell.text);
    }
}

void PlotPainter::paintCurve(QPainter &painter, const Curve &curve) const
{
    const QColor color = theme::color(curve.tone, m_palette);
    if (curve.band.size() == curve.points.size() && !curve.band.isEmpty()) {
        QPolygonF area;
        for (qsizetype i = 0; i < curve.points.size(); ++i)
            area << at({curve.points.at(i).x(), curve.band.at(i).y()});
        for (qsizetype i = curve.points.size() - 1; i >= 0; --i)
            area << at({curve.points.at(i).x(), curve.band.at(i).x()});
        QColor shade = color;
        shade.setAlphaF(0.14F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(shade);
        painter.drawPolygon(area);
    }
    QPolygonF line;
    for (const QPointF &point : curve.points)
        line << at(point);
    painter.setPen(QPen(color, 2, curve.pen, Qt::FlatCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
}

void PlotPainter::paintDots(QPainter &painter, const Dots &dots) const
{
    const QColor color = theme::color(dots.tone, m_palette);
    for (qsizetype i = 0; i < dots.points.size(); ++i) {
        const QPointF centre = at(dots.points.at(i));
        if (i < dots.whiskers.size()) {
            const QPointF ends = dots.whiskers.at(i);
            painter.setPen(QPen(color, 1.5));
            for (const double end : {ends.x(), ends.y()}) {
                const double x = at({end, dots.points.at(i).y()}).x();
                painter.drawLine(QPointF(x, centre.y() - dotRadius), QPointF(x, centre.y() + dotRadius));
                painter.drawLine(centre, QPointF(x, centre.y()));
            }
        }
        paintDot(painter, centre, dots.shape, color);
    }
}

void PlotPainter::paintDot(QPainter &painter, const QPointF &centre, Dots::Shape shape,
                           const QColor &color) const
{
    painter.setPen(QPen(color, 1.5));
    QColor fill = color;
    fill.setAlphaF(0.6F); // what lies below shows
    painter.setBrush(shape == Dots::Shape::Disc || shape == Dots::Shape::Diamond ? QBrush(fill)
                                                                                 : QBrush(Qt::NoBrush));
    switch (shape) {
    case Dots::Shape::Disc:
    case Dots::Shape::Ring:
        painter.drawEllipse(centre, dotRadius, dotRadius);
        break;
    case Dots::Shape::Cross:
        painter.drawLine(centre - QPointF(dotRadius, dotRadius), centre + QPointF(dotRadius, dotRadius));
        painter.drawLine(centre - QPointF(dotRadius, -dotRadius), centre + QPointF(dotRadius, -dotRadius));
        break;
    case Dots::Shape::Diamond: {
        const double side = dotRadius + 2;
        painter.drawPolygon(QPolygonF({centre + QPointF(0, -side), centre + QPointF(side, 0),
                                       centre + QPointF(0, side), centre + QPointF(-side, 0)}));
        break;
    }
    }
}

void PlotPainter::paintMark(QPainter &painter, const Mark &mark) const
{
    const QColor color = mark.tone == theme::Tone::Neutral ? m_palette.color(QPalette::Text)
                                                           : theme::color(mark.tone, m_palette);
    painter.setPen(QPen(color, 1.5, mark.tone == theme::Tone::Neutral ? Qt::SolidLine : Qt::DashLine));
    const QPointF here = at({mark.at, mark.at});
    const double width = QFontMetricsF(m_font).horizontalAdvance(mark.text) + 4;
    if (mark.orientation == Qt::Horizontal) {
        painter.drawLine(QPointF(m_area.left(), here.y()), QPointF(m_area.right(), here.y()));
        painter.drawText(QRectF(m_area.right() - width - plotGap, here.y() - m_line - 1, width, m_line),
                         Qt::AlignCenter, mark.text);
        return;
    }
    // Where another line stands to the right, the words stand to the left, and the other way round.
    bool isOtherRight = false;
    bool isOtherLeft = false;
    for (const Mark &other : m_plot.marks) {
        isOtherRight = isOtherRight || (other.orientation == Qt::Vertical && other.at > mark.at);
        isOtherLeft = isOtherLeft || (other.orientation == Qt::Vertical && other.at < mark.at);
    }
    const double start = isOtherRight ? here.x() - width : isOtherLeft ? here.x() : here.x() - width / 2;
    const double end = std::max(m_place.left(), m_place.right() - width);
    painter.drawLine(QPointF(here.x(), m_area.top() - 4), QPointF(here.x(), m_area.bottom()));
    painter.drawText(QRectF(std::clamp(start, m_place.left(), end), m_area.top() - m_line - 4, width, m_line),
                     Qt::AlignCenter, mark.text);
}

QList<QPointF> PlotPainter::legendPlaces(double top) const
{
    const QFontMetricsF metrics(m_font);
    QStringList names;
    for (const Curve &curve : m_plot.curves)
        names << curve.name;
    for (const Dots &dots : m_plot.dots)
        names << dots.name;
    QList<QPointF> places;
    QPointF next(m_place.left() + plotGap, top);
    for (const QString &name : std::as_const(names)) {
        const double width = legendLine + 3 * plotGap + metrics.horizontalAdvance(name);
        if (next.x() > m_place.left() + plotGap && next.x() + width > m_place.right())
            next = {m_place.left() + plotGap, next.y() + m_line + 2};
        places << next;
        next.rx() += width;
    }
    return places;
}

void PlotPainter::paintLegend(QPainter &painter) const
{
    const QList<QPointF> places = legendPlaces(m_place.top() + m_line + plotGap);
    for (qsizetype i = 0; i < places.size(); ++i) {
        const QPointF start = places.at(i) + QPointF(0, m_line / 2);
        const bool isCurve = i < m_plot.curves.size();
        if (isCurve) {
            const Curve &curve = m_plot.curves.at(i);
            painter.setPen(QPen(theme::color(curve.tone, m_palette), 2, curve.pen));
            painter.drawLine(start, start + QPointF(legendLine, 0));
        } else {
            const Dots &dots = m_plot.dots.at(i - m_plot.curves.size());
            paintDot(painter, start + QPointF(legendLine / 2, 0), dots.shape,
                     theme::color(dots.tone, m_palette));
        }
        const QString &name =
            isCurve ? m_plot.curves.at(i).name : m_plot.dots.at(i - m_plot.curves.size()).name;
        const QPointF words = places.at(i) + QPointF(legendLine + plotGap, 0);
        painter.setPen(m_palette.color(QPalette::Text));
        painter.drawText(QRectF(words, QSizeF(m_place.right() - words.x(), m_line)),
                         Qt::AlignLeft | Qt::AlignVCenter, shortened(name, m_place.right() - words.x()));
    }
}

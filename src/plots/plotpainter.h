// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/plot.h"

#include <QFont>
#include <QPalette>

class QPainter;

//! Draws a Plot into a rectangle, at any scale: a window, a picture file and an SVG look the same.
class PlotPainter
{
public:
    //! Lays the plot out in \a place.
    PlotPainter(const Plot &plot, const QRectF &place, const QFont &font, const QPalette &palette);

    //! \a stop: of which the cursor stands at; -1: none.
    void paint(QPainter &painter, int stop = -1) const;

    //! Where a point of the plot lies.
    QPointF at(const QPointF &value) const;
    //! The stop that is nearest to \a point, -1 where there is none.
    int nearest(const QPointF &point) const;

private:
    void paintAxes(QPainter &painter) const;
    void paintCells(QPainter &painter) const;
    void paintCurve(QPainter &painter, const Curve &curve) const;
    void paintDots(QPainter &painter, const Dots &dots) const;
    void paintDot(QPainter &painter, const QPointF &centre, Dots::Shape shape, const QColor &color) const;
    void paintMark(QPainter &painter, const Mark &mark) const;
    void paintLegend(QPainter &painter) const;
    QList<QPointF> legendPlaces(double top) const; //!< of its entries: curves, then dots
    QString shortened(const QString &text, double width) const;

    const Plot &m_plot;
    QFont m_font;
    QPalette m_palette;
    QRectF m_place;
    QRectF m_area;     //!< inside the axes
    double m_line = 0; //!< height of a line of text
};

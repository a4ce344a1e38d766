// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/theme.h"

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>

//! How values lie along one side of a plot.
struct Axis
{
    enum class Scale {
        Linear,
        Probit, //!< shares of 0 to 1, spread as the normal distribution spreads them: straight DET curves
        Names,  //!< one place for each of `names`, at 0, 1, 2 and so on
    };
    Scale scale = Scale::Linear;
    QString title = {};
    double low = 0;
    double high = 1;
    bool isShare = false;   //!< its values are shares, shown in percent
    QStringList names = {}; //!< as people typed them: never taken for markup

    //! From 0 at the low end to 1 at the high end; a value beyond an end stays there.
    double place(double value) const;
    QList<double> ticks(int most) const; //!< values worth a label, \a most of them
    QString label(double value) const;
};

//! A line through points, told from others by its dashes too.
struct Curve
{
    QString name = {};
    QList<QPointF> points = {};
    QList<QPointF> band = {}; //!< for each point: the low and the high end of its interval; or none
    theme::Tone tone = theme::Tone::Accent;
    Qt::PenStyle pen = Qt::SolidLine;
};

//! Single points, told from others by their shape too.
struct Dots
{
    enum class Shape { Disc, Ring, Cross, Diamond };
    QString name = {};
    QList<QPointF> points = {};
    QList<QPointF> whiskers = {}; //!< for each point: the ends of its interval along x; or none
    theme::Tone tone = theme::Tone::Accent;
    Shape shape = Shape::Disc;
};

//! A field of a matrix: places on two axes of names.
struct Cell
{
    int column = 0;
    int row = 0;
    double share = 0; //!< how dark it is, 0 to 1
    QString text = {};
    bool isRight = false; //!< framed: what should be there
};

//! A labelled line across the plot.
struct Mark
{
    double at = 0;
    QString text = {};
    Qt::Orientation orientation = Qt::Vertical; //!< Vertical: at a value of x
    theme::Tone tone = theme::Tone::Neutral;
};

//! A picture of numbers as a value: whatever paints it, and whoever reads it aloud, says the same.
struct Plot
{
    //! A place that can be asked, by pointer or by key, and what is to be said of it.
    struct Stop
    {
        QPointF at = {};
        QString words = {};
    };
    QString title = {};
    QString summary = {}; //!< for who does not see it
    Axis x = {};
    Axis y = {};
    QList<Curve> curves = {};
    QList<Dots> dots = {};
    QList<Cell> cells = {};
    QList<Mark> marks = {};
    QList<Stop> stops = {}; //!< in the order in which the keyboard goes
};

//! The same as rows of text.
struct NumberTable
{
    QStringList header = {};
    QList<QStringList> rows = {};

    //! RFC 4180 in UTF-8. A cell that a spreadsheet would take for a formula is made harmless by an
    //! apostrophe.
    QByteArray csv() const;
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/wavescale.h"
#include "sound/sound.h"

#include <QImage>
#include <QPainter>
#include <QPalette>

class QWidget;

//! The curve of a stretch of sound as an image that is drawn anew only when something of it changes.
class WavePicture
{
public:
    struct Look
    {
        QSize size;      //!< device pixels
        qreal ratio = 1; //!< of these to a pixel of the widget
        QColor curve;
        QColor clipped; //!< marks columns with samples at full scale
        bool operator==(const Look &) const = default;
    };

    //! Transparent but for the curve.
    const QImage &of(const std::shared_ptr<const audio::Sound> &sound, const audio::Span &view,
                     const Look &look);

private:
    void drawColumns(const audio::Sound &sound);
    void drawSamples(const audio::Sound &sound);

    std::shared_ptr<const audio::Sound> m_sound;
    audio::Span m_view;
    Look m_look;
    QImage m_image;
};

//! What stands out in a sound that is shown.
struct WaveMarks
{
    audio::Span selection = {};
    qint64 cursor = 0;
    qint64 playhead = -1; //!< -1: nothing plays
};

//! Draws a Waveform once: the ruler, the curve and its marks.
class WavePainter
{
public:
    WavePainter(QWidget *widget, const WaveScale &scale, const WaveMarks &marks);
    void paint(const std::shared_ptr<const audio::Sound> &sound, WavePicture &picture);
    //! What a playhead at \a x covers of a wave.
    static QRect playheadRect(int x, int height);

private:
    void drawRuler();
    void drawSelection();
    void drawEdge(int x, bool left);
    void drawCursor();
    void drawPlayhead();
    void drawShape(const QPolygon &shape, const QColor &ink);

    const QWidget &m_widget;
    const WaveScale m_scale;
    const WaveMarks m_marks;
    const QPalette m_palette;
    const QRect m_ruler;
    const QRect m_wave;
    QPainter m_painter;
};

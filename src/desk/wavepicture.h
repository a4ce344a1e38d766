// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"
#include "sound/sound.h"

#include <QColor>
#include <QImage>
#include <QString>

//! Where the marks of a time ruler stand, and how they are written. Times are samples of 16 kHz.
namespace timeticks {

//! The finest round distance (1, 2, 5, 10, 15 or 30 of a unit, from 1 ms to a day) that keeps marks
//! \a pixels apart.
qint64 distance(double samplesPerPixel, int pixels);
//! "2:05", from an hour on "1:02:05", with as many decimals as steps of \a distance need.
QString text(qint64 sample, qint64 distance);

} // namespace timeticks

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

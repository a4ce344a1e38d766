// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/edit.h"
#include "sound/sound.h"

#include <QColor>
#include <QImage>

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

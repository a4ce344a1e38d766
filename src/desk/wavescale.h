// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

#include <QString>

#include <algorithm>
#include <cmath>

//! Which samples of a sound are shown, and at which pixel each of them stands.
struct WaveScale
{
    qint64 size = 0;       //!< samples of the sound
    audio::Span view = {}; //!< those that are shown
    int width = 1;         //!< pixels that show them

    bool shows(qint64 sample) const { return sample >= view.from && sample <= view.to; }
    double samplesPerPixel() const { return std::max(1.0, double(view.size())) / std::max(1, width); }
    int position(qint64 sample) const
    {
        const double x = double(sample - view.from) / samplesPerPixel();
        return int(std::lround(std::clamp(x, -1e6, 1e6)));
    }
    qint64 sampleAt(double x) const
    {
        return std::clamp<qint64>(view.from + std::llround(x * samplesPerPixel()), 0, size);
    }

    //! The nearest to \a span that can be shown: within the sound, and 10 ms or longer.
    audio::Span fitted(const audio::Span &span) const;
    //! The view with \a factor times the detail; \a sample stays where it is, or comes into the middle.
    audio::Span zoomed(double factor, qint64 sample) const;
    //! The view moved no further than it takes to see \a sample.
    audio::Span revealing(qint64 sample) const;
};

//! Where the marks of a time ruler stand, and how they are written. Times are samples of 16 kHz.
namespace timeticks {

//! The finest round distance (1, 2, 5, 10, 15 or 30 of a unit, from 1 ms to a day) that keeps marks
//! \a pixels apart.
qint64 distance(double samplesPerPixel, int pixels);
//! "2:05", from an hour on "1:02:05", with as many decimals as steps of \a distance need.
QString text(qint64 sample, qint64 distance);

} // namespace timeticks

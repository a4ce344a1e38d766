// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <span>
#include <vector>

namespace audio {

//! The lowest and the highest of some samples.
struct Extremes
{
    qint16 low = 0;
    qint16 high = 0;
    bool operator==(const Extremes &) const = default;
};

//! Extremes of samples at falling resolutions (a min/max pyramid), so that hours of sound are drawn as fast
//! as seconds.
class Overview
{
public:
    static constexpr int step = 256;       //!< samples to an entry of the finest level
    static constexpr int fine = 16 * step; //!< samples in a part below which it is exact

    //! Takes the next samples.
    void append(std::span<const qint16> samples);
    qint64 size() const { return m_size; } //!< samples taken

    //! The extremes of samples [\a from, \a to) for each of \a columns equal parts: for a picture. Each part
    //! reaches from the sample that it begins in to the sample that the next begins in, and holds one at
    //! least; a part outside of what was taken is silent. \a samples are all that were taken. They are read
    //! only for parts below `fine`; longer parts are widened to whole steps, by less than a sixteenth, so
    //! that drawing hours does not read them from a disk.
    std::vector<Extremes> columns(double from, double to, int columns, std::span<const qint16> samples) const;

private:
    Extremes within(qint64 from, qint64 to) const; // entries of the finest level

    std::vector<std::vector<Extremes>> m_levels; //!< each a quarter of the one before
    qint64 m_size = 0;
};

} // namespace audio

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

namespace audio {

//! A stretch of samples: [from, to).
struct Span
{
    qint64 from = 0;
    qint64 to = 0;
    qint64 size() const { return to - from; }
    bool isEmpty() const { return to <= from; }
    bool operator==(const Span &) const = default;
};

//! The part of a 16 kHz mono \a clip that \a span covers, cut to what there is; its samples stay as they are.
Clip kept(const Clip &clip, const Span &span);
//! \a clip without that part; a seam inside is faded over 5 ms on either side, so that it does not click.
Clip without(const Clip &clip, const Span &span);
//! \a first, then \a second, with such a seam.
Clip joined(const Clip &first, const Clip &second);
//! From the first speech frame to the last with 0.2 s around them (peers keep 0.1 to 0.3 s); all of \a clip
//! where there is no speech.
Span speechSpan(const Clip &clip);

} // namespace audio

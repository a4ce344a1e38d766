// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/filterbank.h"
#include "speaker/matrix.h"

#include <span>
#include <vector>

namespace speaker {

//! A clip taken apart once: what every set of features of it is computed from.
struct Analysis
{
    //! \a samples: 16 kHz mono floats.
    explicit Analysis(std::span<const float> samples);

    double netSpeech() const; //!< seconds

    //! What the engine hears of \a samples: finite, of mean 0, at most five minutes.
    static std::vector<float> heard(std::span<const float> samples);

    //! Whether the clip came through something that carries no more than a telephone: its speech holds next
    //! to nothing above 4 kHz.
    bool isNarrow() const;

    Matrix power;             //!< frames x speech::bins
    std::vector<bool> speech; //!< for each frame
    int speechFrames = 0;
};

//! The speech frames of a clip as features (speech frames x bank.range().dimension()): root-compressed mel
//! cepstra from the first on and their slopes, each of mean 0 and variance 1 over the clip. No rows if the
//! clip has no speech.
Matrix features(const Analysis &clip, const FilterBank &bank);

} // namespace speaker

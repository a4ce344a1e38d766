// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/filterbank.h"
#include "speaker/matrix.h"

#include <span>
#include <vector>

namespace speaker {

inline constexpr int cepstra = 23;
inline constexpr int dimension = 2 * cepstra; //!< cepstra and their slopes

//! A clip taken apart once: what every set of features of it is computed from.
struct Analysis
{
    //! \a samples: 16 kHz mono floats.
    explicit Analysis(std::span<const float> samples);

    double netSpeech() const; //!< seconds

    //! What the engine hears of \a samples: finite, of mean 0, at most five minutes.
    static std::vector<float> heard(std::span<const float> samples);

    //! The clip as a telephone of 300 to 3400 Hz would carry it; the frames of speech stay the same.
    Analysis overTelephone() const;

    Matrix power;             //!< frames x speech::bins
    std::vector<bool> speech; //!< for each frame
    int speechFrames = 0;
};

//! The speech frames of a clip as features (speech frames x dimension): root-compressed mel cepstra 1 to 23
//! and their slopes, each of mean 0 and variance 1 over the clip. No rows if the clip has no speech.
Matrix features(const Analysis &clip, const FilterBank &bank);

} // namespace speaker

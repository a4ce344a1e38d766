// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/levels.h"

#include <QtGlobal>

#include <optional>
#include <span>

namespace audio {

//! How much speech a recording holds so far, and how far it stands out of the noise: what measureQuality()
//! would say of it now, without reading it again.
class SpeechWatch
{
public:
    struct Speech
    {
        double seconds = 0;             //!< net
        std::optional<double> snr = {}; //!< dB
    };

    //! Takes the next samples: 16 kHz mono.
    void take(std::span<const qint16> samples);
    void reset();
    //! Equal to measureQuality() of everything taken. Costs about 1 ms a minute of sound.
    Speech speech() const;

private:
    speech::Levels m_levels;
};

} // namespace audio

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

#include <optional>

namespace audio {

//! What decides whether a recording makes a good voiceprint, measured before anything is sent.
struct Quality
{
    double seconds = 0;
    double netSpeech = 0;           //!< seconds of frames that the speech detector marks: speech::netSpeech()
    std::optional<double> snr = {}; //!< dB, by signalToNoise(); absent under 0.5 s of pause to measure it in
    double peak = 0;                //!< dBFS
    double speechLevel = 0;         //!< mean power of the speech frames, dBFS
    double clipped = 0;             //!< share of samples in runs of 3 or more at the ceiling, 0 to 1
    double dcOffset = 0;            //!< |mean| as a share of full scale, 0 to 1
    double silenceBefore = 0;       //!< seconds before the first speech; 0 where there is no speech
    double silenceAfter = 0;        //!< seconds after the last; 0 where there is no speech
    bool secondSpeaker =
        false; //!< suspected by speaker::suspectsTwoSpeakers(), which measureQuality() does not ask
};

//! Measures a 16 kHz mono clip.
Quality measureQuality(const Clip &clip);

} // namespace audio

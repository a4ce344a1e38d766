// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"
#include "sound/speech.h"

#include <QtGlobal>

#include <optional>
#include <span>
#include <vector>

namespace audio {

inline constexpr double silenceDbfs = -96.0;

//! The level of a short block of samples, in dB relative to full scale (0 dBFS = a sample of 32768).
struct Level
{
    double peak = silenceDbfs;
    double rms = silenceDbfs;
    bool clipped = false; //!< a sample of at least -0.1 dBFS (peers' convention)
};

//! The level of \a samples of one channel; silenceDbfs where there are none or all are 0.
Level measure(std::span<const qint16> samples);

//! The mean power of the frames of \a levels (dBFS) that \a isSpeech marks, full scale 1; 0 where there are
//! none.
double speechPower(std::span<const float> levels, const std::vector<bool> &isSpeech);

//! How far speech stands out of the noise, in dB: 10 log10((speech power - pause power) / pause power) of
//! frames of \a levels (dBFS) that \a isSpeech marks and does not mark; absent where there are under 0.5 s of
//! pause.
//!
//! Words fade in and out, and rooms ring on, so that the frames beside speech are pauses by name only: with
//! all of them, clean voices measured up to 3.4 dB too low with noise 25 dB below. The quietest tenth instead
//! gave up to 4.2 dB too much with pink noise and babble, which rise and fall. So the noise is measured at
//! least 0.1 s away from speech; only where less than 0.25 s are left there, in the quietest third of the
//! pauses. Ten synthesised voices with noise 5 to 25 dB below (white, pink, babble of the other nine),
//! silence of 0.2 or 1 s around them: between 2 dB too low and 3 dB too high, mostly within 1.5 dB.
std::optional<double> signalToNoise(std::span<const float> levels, const std::vector<bool> &isSpeech);

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
    //! Suspected by speaker::suspectsTwoSpeakers(), which measureQuality() does not ask.
    bool secondSpeaker = false;
};

//! Measures a 16 kHz mono clip.
Quality measureQuality(const Clip &clip);

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
    //! Equal to measureQuality() of everything taken. Costs about 1 ms a minute of sound.
    Speech speech() const;

private:
    speech::Frames m_frames;
};

} // namespace audio

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

//! Framing, spectra and speech detection: plain C++, shared by the recording desk and the engine.
namespace speech {

inline constexpr int sampleRate = 16'000;
inline constexpr int frameLength = 400; //!< samples: 25 ms
inline constexpr int frameStep = 160;   //!< samples: 10 ms

inline constexpr float silence = -100; //!< dBFS: the level of a frame of zeros

//! How many whole frames \a samples give: 0 below one frame length.
int frameCount(std::size_t samples);

//! The mean power of each frame of \a samples (floats in [-1, 1), 16 kHz, mono; their mean is removed) in
//! dBFS.
std::vector<float> frameLevels(std::span<const float> samples);

//! Which frames hold speech, from their levels; see the source for thresholds.
std::vector<bool> speechFrames(std::span<const float> levels);

//! Seconds of speech: the number of frames that \a isSpeech marks times the step.
double netSpeech(const std::vector<bool> &isSpeech);

//! \a samples without their mean. What is no number counts as 0 and what exceeds full scale as full scale, so
//! that everything computed from it is finite.
std::vector<float> withoutMean(std::span<const float> samples);

//! The levels of the frames of sound that comes bit by bit: what frameLevels() says of all of it, to the last
//! digit where the samples are of 16 bits.
class Levels
{
public:
    //! Takes the next samples: floats in [-1, 1), 16 kHz, mono.
    void take(std::span<const float> samples);
    //! Of the whole frames so far, in dBFS, with the mean of everything taken removed.
    std::vector<float> frames() const;

private:
    // Of samples: frames share them, and so the sums.
    struct Sums
    {
        double plain = 0;
        double squares = 0;
    };
    std::vector<Sums> m_pieces;
    Sums m_rest; // of the piece that is not whole yet
    std::size_t m_restLength = 0;
};

inline constexpr int fftLength = 512;
inline constexpr int bins = fftLength / 2 + 1; //!< 0 Hz to half the sample rate

//! The power spectrum of each frame: frames x bins, row after row; pre-emphasis 0.97, Hamming window, 512
//! points. \a samples: 16 kHz mono, finite, mean removed (withoutMean).
std::vector<float> powerSpectra(std::span<const float> samples);

} // namespace speech

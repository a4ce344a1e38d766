// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <memory>
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

//! Which frames are loud enough for speech, beside the others and over time; see the source for thresholds.
std::vector<bool> loudFrames(std::span<const float> levels);

//! Which frames hold speech: the loud ones amid which a voice is heard (Frames::speech()). \a samples: as for
//! frameLevels().
std::vector<bool> speechFrames(std::span<const float> samples);

//! Seconds of speech: the number of frames that \a isSpeech marks times the step.
double netSpeech(const std::vector<bool> &isSpeech);

//! \a samples without their mean. What is no number counts as 0 and what exceeds full scale as full scale, so
//! that everything computed from it is finite.
std::vector<float> withoutMean(std::span<const float> samples);

inline constexpr int fftLength = 512;
inline constexpr int bins = fftLength / 2 + 1; //!< 0 Hz to half the sample rate

//! The power spectrum of each frame: frames x bins, row after row; pre-emphasis 0.97, Hamming window, 512
//! points. \a samples: 16 kHz mono, finite, mean removed (withoutMean).
std::vector<float> powerSpectra(std::span<const float> samples);

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

//! What the frames of sound that comes bit by bit tell of a voice.
class Frames
{
public:
    Frames();
    ~Frames();
    //! Takes the next samples: floats in [-1, 1), 16 kHz, mono. Costs about 2 ms a second of sound.
    void take(std::span<const float> samples);
    std::vector<float> levels() const { return m_levels.frames(); } //!< as Levels::frames()
    std::vector<float> pitches() const; //!< of the whole frames so far, in Hz; 0 where there is none
    //! Which of the whole frames so far hold speech. Level alone is not speech: around loud frames (2 s to
    //! either side) the pitch must glide, as that of voices does and that of hum and of instruments does not,
    //! and the spectrum must change faster than noise fluctuates; where nothing has a pitch, much faster:
    //! whispering.
    std::vector<bool> speech() const;

private:
    static constexpr int bands = 12;
    static constexpr int fluxSpan = 5; // frames
    using Bands = std::array<float, bands>;
    //! Of one frame.
    struct Cue
    {
        float pitch = 0;        // Hz; 0: none
        bool isWhistle = false; // a pitch above all voices'
        float flux = 0;         // dB by which bands change in 50 ms, beside the change of all
    };

    void takeSpectrum(const float *frame, float before);
    void takePitch(const float *window, std::size_t frame);

    struct Plan;
    std::unique_ptr<Plan> m_plan;
    Levels m_levels;
    std::vector<Cue> m_cues;
    std::vector<float> m_rest; // samples from the one before the next frame on
    std::vector<Bands> m_lastBands;
    std::size_t m_spectra = 0; // frames whose spectrum was taken
    std::size_t m_pitches = 0; // frames whose pitch was
    std::vector<float> m_slow; // at 4 kHz, without offset, from m_slowStart on
    std::size_t m_slowStart = 0;
    std::array<float, 4> m_four{}; // samples that make the next slow one
    std::size_t m_fourth = 0;
    float m_before = 0;
};

} // namespace speech

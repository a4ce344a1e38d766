// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace speaker {

//! Marsaglia's xorshift64: the same numbers with every compiler and library, which <random>'s distributions
//! do not promise.
class Dice
{
public:
    explicit Dice(std::uint64_t seed)
        : m_state(seed * 2654435761U + 88172645463325252U)
    {
        for (int i = 0; i < 8; ++i)
            next();
    }

    std::uint32_t next()
    {
        m_state ^= m_state << 13;
        m_state ^= m_state >> 7;
        m_state ^= m_state << 17;
        return std::uint32_t(m_state >> 32);
    }

    //! In [0, 1).
    float uniform() { return float(next() >> 8) * (1.0F / 16777216.0F); }

    //! Of mean 0 and variance 1, nearly normal: a sum of six uniform numbers.
    float normal()
    {
        float sum = -3;
        for (int i = 0; i < 6; ++i)
            sum += uniform();
        return sum * 1.41421F;
    }

private:
    std::uint64_t m_state;
};

// Copies of a clip as another place would have recorded it; from fixed seeds, so that they are the same every
// time.

//! \a samples with pink noise, \a snr dB below their active speech.
std::vector<float> withPinkNoise(std::span<const float> samples, float snr, std::uint64_t seed);

//! \a samples in a synthetic room: the direct sound and an exponentially decaying tail of noise (Polack 1988)
//! that is \a tail times as strong and falls by 60 dB in \a reverberation seconds (at most 0.44).
std::vector<float> inRoom(std::span<const float> samples, float reverberation, float tail,
                          std::uint64_t seed);

//! \a samples as they arrive over a telephone line: 300 to 3400 Hz, the eight bits of G.711.
std::vector<float> overTelephone(std::span<const float> samples);

} // namespace speaker

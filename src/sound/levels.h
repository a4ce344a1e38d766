// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace speech {

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

} // namespace speech

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/levels.h"

#include "sound/speech.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace speech {

namespace {

constexpr std::size_t pieceLength = std::gcd(frameLength, frameStep); // samples
constexpr std::size_t piecesToAFrame = frameLength / pieceLength;
constexpr std::size_t piecesToAStep = frameStep / pieceLength;

} // namespace

void Levels::take(std::span<const float> samples)
{
    for (const float raw : samples) {
        const double sample = std::isnan(raw) ? 0 : std::clamp(double(raw), -1.0, 1.0);
        m_rest.plain += sample;
        m_rest.squares += sample * sample;
        if (++m_restLength == pieceLength) {
            m_pieces.push_back(m_rest);
            m_rest = {};
            m_restLength = 0;
        }
    }
}

std::vector<float> Levels::frames() const
{
    const std::size_t size = m_pieces.size() * pieceLength + m_restLength;
    const double sum = std::accumulate(m_pieces.begin(), m_pieces.end(), m_rest.plain,
                                       [](double all, const Sums &piece) { return all + piece.plain; });
    const double mean = size ? sum / double(size) : 0;
    std::vector<float> levels(std::size_t(frameCount(size)));
    for (std::size_t frame = 0; frame < levels.size(); ++frame) {
        Sums sums;
        for (const Sums &piece : std::span(m_pieces).subspan(frame * piecesToAStep, piecesToAFrame)) {
            sums.plain += piece.plain;
            sums.squares += piece.squares;
        }
        const double power = (sums.squares - 2 * mean * sums.plain) / frameLength + mean * mean;
        levels[frame] = float(10 * std::log10(std::max(0.0, power) + 1e-10));
    }
    return levels;
}

} // namespace speech

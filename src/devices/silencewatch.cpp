// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/silencewatch.h"

#include <algorithm>

namespace {
constexpr qint64 silencePatience =
    1700; // ms: asked four times a second, it is told before two seconds have passed
} // namespace

void SilenceWatch::take(std::span<const qint16> samples)
{
    // Mixing and converting may leave a last bit where there was none.
    if (std::any_of(samples.begin(), samples.end(), [](qint16 sample) { return sample < -1 || sample > 1; }))
        m_sinceSound.restart();
}

std::optional<bool> SilenceWatch::news()
{
    const bool isSilent = m_sinceSound.elapsed() >= silencePatience;
    if (isSilent == m_isSilent)
        return {};
    m_isSilent = isSilent;
    return isSilent;
}

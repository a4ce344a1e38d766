// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/speechwatch.h"

#include "sound/noise.h"
#include "sound/speech.h"

#include <algorithm>

namespace audio {

void SpeechWatch::take(std::span<const qint16> samples)
{
    std::vector<float> floats(samples.size());
    std::transform(samples.begin(), samples.end(), floats.begin(),
                   [](qint16 sample) { return float(sample) / 32768.0F; });
    m_levels.take(floats);
}

void SpeechWatch::reset()
{
    m_levels = {};
}

SpeechWatch::Speech SpeechWatch::speech() const
{
    const std::vector<float> levels = m_levels.frames();
    const std::vector<bool> isSpeech = speech::speechFrames(levels);
    const auto frames = double(std::count(isSpeech.begin(), isSpeech.end(), true));
    return {.seconds = frames * speech::frameStep / speech::sampleRate,
            .snr = signalToNoise(levels, isSpeech)};
}

} // namespace audio

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/speechstretch.h"

#include "sound/speech.h"

#include <algorithm>

namespace {

constexpr qint64 chunk = qint64(5) * 60 * audio::speechRate; // is judged at once: loud and soft are relative
constexpr qint64 most = 6 * chunk;
constexpr double much = 0.8; // of what the best stretch holds

// How many frames of speech there are before each frame.
std::vector<int> speechBefore(const audio::Sound &sound)
{
    std::vector<int> count{0};
    const qint64 size = std::min(sound.size(), most);
    for (qint64 from = 0; from < size; from += chunk) {
        const audio::Clip clip = sound.clip(from, std::min(size, from + chunk));
        for (const bool isSpeech : speech::speechFrames(speech::frameLevels(audio::toFloats(clip))))
            count.push_back(count.back() + int(isSpeech));
        while (qint64(count.size()) <= std::min(size, from + chunk) / speech::frameStep)
            count.push_back(count.back()); // the last frames of a chunk are not whole
    }
    return count;
}

} // namespace

audio::Span speechStretch(const audio::Sound &sound, qint64 samples)
{
    const qint64 length = std::min(samples, sound.size());
    const std::vector<int> before = speechBefore(sound);
    const auto frames = std::min(size_t(length / speech::frameStep), before.size() - 1);
    int best = 0;
    for (size_t i = 0; i + frames < before.size(); ++i)
        best = std::max(best, before[i + frames] - before[i]);
    if (best == 0)
        return {0, length};
    for (size_t i = 0; i + frames < before.size(); ++i) {
        const bool beginsWithSpeech = i + 1 < before.size() && before[i + 1] > before[i];
        if (beginsWithSpeech && before[i + frames] - before[i] >= much * best) {
            const qint64 from = std::clamp<qint64>(qint64(i) * speech::frameStep, 0, sound.size() - length);
            return {from, from + length};
        }
    }
    return {0, length};
}

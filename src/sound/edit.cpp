// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/edit.h"

#include "sound/speech.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace audio {

namespace {

constexpr qint64 fadeLength = 5 * speechRate / 1000; // samples
constexpr qint64 speechMargin = 2 * speechRate / 10; // samples

qint64 sizeOf(const Clip &clip)
{
    return qint64(clip.samples().size());
}

Span within(const Span &span, qint64 size)
{
    const qint64 from = std::clamp<qint64>(span.from, 0, size);
    return {.from = from, .to = std::clamp(span.to, from, size)};
}

QByteArray bytes(const Clip &clip, qint64 from, qint64 to)
{
    return clip.pcm.mid(qsizetype(from * 2), qsizetype((to - from) * 2));
}

// Both sides of the seam reach zero at it: whatever the samples were, there is no step.
QByteArray seamed(QByteArray before, QByteArray after)
{
    if (before.isEmpty() || after.isEmpty())
        return before + after;
    const auto fade = [](QByteArray &pcm, bool isBefore) {
        auto *samples = reinterpret_cast<qint16 *>(pcm.data());
        const qint64 size = pcm.size() / 2;
        const qint64 length = std::min(fadeLength, size);
        for (qint64 i = 0; i < length; ++i) {
            const double gain = 0.5 - 0.5 * std::cos(std::numbers::pi * (double(i) + 0.5) / double(length));
            qint16 &sample = samples[isBefore ? size - 1 - i : i];
            sample = qint16(std::lround(sample * gain));
        }
    };
    fade(before, true);
    fade(after, false);
    return before + after;
}

} // namespace

Clip kept(const Clip &clip, const Span &span)
{
    const Span part = within(span, sizeOf(clip));
    return {.pcm = bytes(clip, part.from, part.to)};
}

Clip without(const Clip &clip, const Span &span)
{
    const Span part = within(span, sizeOf(clip));
    if (part.isEmpty())
        return clip;
    return {.pcm = seamed(bytes(clip, 0, part.from), bytes(clip, part.to, sizeOf(clip)))};
}

Clip joined(const Clip &first, const Clip &second)
{
    return {.pcm = seamed(first.pcm, second.pcm)};
}

Span speechSpan(const Clip &clip)
{
    const std::vector<bool> speech = speech::speechFrames(speech::frameLevels(toFloats(clip)));
    const auto first = std::find(speech.begin(), speech.end(), true);
    const auto last = std::find(speech.rbegin(), speech.rend(), true);
    if (first == speech.end())
        return {.from = 0, .to = sizeOf(clip)};
    const qint64 from = (first - speech.begin()) * speech::frameStep;
    const qint64 to = (speech.rend() - last - 1) * speech::frameStep + speech::frameLength;
    return within({.from = from - speechMargin, .to = to + speechMargin}, sizeOf(clip));
}

} // namespace audio

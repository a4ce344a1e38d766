// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/clip.h"

#include "sound/channels.h"
#include "sound/speech.h"
#include "sound/wavfile.h"

#include <QCoreApplication>
#include <QtEndian>

#include <soxr.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace audio {

namespace {

// Channels stay as they are.
Clip converted(const Clip &clip, int to)
{
    if (clip.rate == to)
        return clip;
    const size_t frames = clip.samples().size() / size_t(clip.channels);
    const size_t expected = size_t(std::llround(double(frames) * to / clip.rate));
    Clip out{.rate = to,
             .channels = clip.channels,
             .pcm = QByteArray(qsizetype(expected) * 2 * clip.channels, '\0')};
    const soxr_io_spec_t types = soxr_io_spec(SOXR_INT16_I, SOXR_INT16_I);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    size_t made = 0;
    soxr_oneshot(clip.rate, to, unsigned(clip.channels), clip.pcm.constData(), frames, nullptr,
                 out.pcm.data(), expected, &made, &types, &quality, nullptr);
    return out;
}

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

std::chrono::milliseconds Clip::length() const
{
    const qint64 frames = pcm.size() / (2 * channels);
    return std::chrono::milliseconds(frames * 1000 / rate);
}

std::span<const qint16> Clip::samples() const
{
    return {reinterpret_cast<const qint16 *>(pcm.constData()), size_t(pcm.size()) / 2};
}

QByteArray Clip::wav() const
{
    QByteArray file = wavHeader(rate, channels, quint32(pcm.size()));
#if Q_BYTE_ORDER == Q_LITTLE_ENDIAN
    file += pcm;
#else
    QByteArray swapped(pcm.size(), Qt::Uninitialized);
    qToLittleEndian<qint16>(pcm.constData(), pcm.size() / 2, swapped.data());
    file += swapped;
#endif
    return file;
}

Result<Clip> readPcm(const QByteArray &data, const PcmFormat &format)
{
    const qsizetype width = format.bits / 8;
    const qsizetype frame = width * format.channels;
    if (data.isEmpty())
        return fileError(QCoreApplication::translate("Error", "the file is empty"));
    if (data.size() % frame != 0)
        return fileError(
            QCoreApplication::translate("Error", "%1 bytes are not a whole number of frames of %2 bytes")
                .arg(data.size())
                .arg(frame));
    Clip clip{.rate = format.rate,
              .channels = format.channels,
              .pcm = QByteArray(data.size() / width * 2, Qt::Uninitialized)};
    auto *out = reinterpret_cast<qint16 *>(clip.pcm.data());
    const auto *in = reinterpret_cast<const uchar *>(data.constData());
    for (qsizetype i = 0; i < data.size() / width; ++i, in += width) {
        if (width == 1)
            out[i] = qint16((int(in[0]) - 128) * 256);
        else // the two highest bytes of a little-endian sample
            out[i] = qFromLittleEndian<qint16>(in + width - 2);
    }
    return clip;
}

Clip toSpeech(const Clip &clip, QString *remark)
{
    const Clip speech = converted(clip, speechRate);
    if (clip.channels == 1)
        return speech;
    const Mixdown mix = chooseChannels(speech.samples(), clip.channels);
    if (remark)
        *remark = mix.remark();
    return {.pcm = mix.mixed(speech.samples())};
}

Clip resampled(const Clip &mono, int rate)
{
    return converted(mono, rate);
}

Resampler::Resampler(int rate, int channels, Sample sample)
    : m_rate(rate)
    , m_frame(qsizetype(sample == Sample::Float ? sizeof(float) : sizeof(qint16)) * channels)
    , m_outFrame(qsizetype(sizeof(qint16)) * channels)
    , m_filter(nullptr, &soxr_delete)
{
    if (rate == speechRate && sample == Sample::Int16) // as it is
        return;
    const soxr_io_spec_t types =
        soxr_io_spec(sample == Sample::Float ? SOXR_FLOAT32_I : SOXR_INT16_I, SOXR_INT16_I);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    m_filter.reset(soxr_create(rate, speechRate, unsigned(channels), nullptr, &types, &quality, nullptr));
}

Resampler::~Resampler() = default;

QByteArray Resampler::convert(const QByteArray &block)
{
    const qsizetype frames = block.size() / m_frame;
    if (!m_filter || frames == 0) // no samples would tell soxr that it was the end
        return block.first(frames * m_frame);
    return process(block.constData(), size_t(frames));
}

QByteArray Resampler::flush()
{
    return m_filter ? process(nullptr, 0) : QByteArray();
}

QByteArray Resampler::process(const char *in, size_t frames)
{
    QByteArray out;
    while (true) {
        const size_t room = size_t(double(frames) * speechRate / m_rate) + 4096;
        const qsizetype before = out.size();
        out.resize(before + qsizetype(room) * m_outFrame);
        size_t taken = 0;
        size_t made = 0;
        soxr_process(m_filter.get(), in, frames, &taken, out.data() + before, room, &made);
        out.truncate(before + qsizetype(made) * m_outFrame);
        frames -= taken;
        if ((frames == 0 && made < room) || (taken == 0 && made == 0))
            return out;
        if (in)
            in += qsizetype(taken) * m_frame;
    }
}

std::vector<float> toFloats(std::span<const qint16> samples)
{
    std::vector<float> floats(samples.size());
    std::transform(samples.begin(), samples.end(), floats.begin(),
                   [](qint16 s) { return float(s) / 32768.0F; });
    return floats;
}

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
    const std::vector<bool> speech = speech::speechFrames(toFloats(clip));
    const auto first = std::find(speech.begin(), speech.end(), true);
    const auto last = std::find(speech.rbegin(), speech.rend(), true);
    if (first == speech.end())
        return {.from = 0, .to = sizeOf(clip)};
    const qint64 from = (first - speech.begin()) * speech::frameStep;
    const qint64 to = (speech.rend() - last - 1) * speech::frameStep + speech::frameLength;
    return within({.from = from - speechMargin, .to = to + speechMargin}, sizeOf(clip));
}

} // namespace audio

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/clip.h"

#include "sound/speech.h"
#include "sound/wavfile.h"

#include <QCoreApplication>
#include <QtEndian>

#include <soxr.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

namespace audio {

namespace {

Clip converted(const void *mono, soxr_datatype_t type, size_t frames, int from, int to)
{
    const size_t expected = size_t(std::llround(double(frames) * to / from));
    Clip clip{.rate = to, .channels = 1, .pcm = QByteArray(qsizetype(expected) * 2, '\0')};
    const soxr_io_spec_t types = soxr_io_spec(type, SOXR_INT16_I);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    size_t made = 0;
    soxr_oneshot(from, to, 1, mono, frames, nullptr, clip.pcm.data(), expected, &made, &types, &quality,
                 nullptr);
    return clip;
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

Clip toSpeech(const Clip &clip)
{
    if (clip.channels == 1)
        return resampled(clip, speechRate);
    const auto samples = clip.samples();
    const size_t frames = samples.size() / size_t(clip.channels);
    std::vector<float> mono(frames);
    for (size_t i = 0; i < frames; ++i) {
        float sum = 0;
        for (int c = 0; c < clip.channels; ++c)
            sum += samples[i * size_t(clip.channels) + size_t(c)];
        mono[i] = sum / float(clip.channels) / 32768.0F;
    }
    return converted(mono.data(), SOXR_FLOAT32_I, frames, clip.rate, speechRate);
}

Clip resampled(const Clip &mono, int rate)
{
    if (mono.rate == rate)
        return mono;
    return converted(mono.pcm.constData(), SOXR_INT16_I, mono.samples().size(), mono.rate, rate);
}

Resampler::Resampler(int rate, int channels, Sample sample)
    : m_rate(rate)
    , m_channels(channels)
    , m_sample(sample)
    , m_filter(nullptr, &soxr_delete)
{
    const soxr_io_spec_t types = soxr_io_spec(SOXR_FLOAT32_I, SOXR_INT16_I);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    m_filter.reset(soxr_create(rate, speechRate, 1, nullptr, &types, &quality, nullptr));
}

Resampler::~Resampler() = default;

QByteArray Resampler::convert(const QByteArray &block)
{
    const size_t width = m_sample == Sample::Float ? sizeof(float) : sizeof(qint16);
    const size_t frames = size_t(block.size()) / width / size_t(m_channels);
    std::vector<float> mono(frames);
    const char *at = block.constData();
    for (float &out : mono) {
        float sum = 0;
        for (int channel = 0; channel < m_channels; ++channel, at += width) {
            if (m_sample == Sample::Float) {
                float value = 0;
                std::memcpy(&value, at, sizeof value);
                sum += value;
            } else {
                qint16 value = 0;
                std::memcpy(&value, at, sizeof value);
                sum += float(value) / 32768.0F;
            }
        }
        out = sum / float(m_channels);
    }
    return frames ? process(mono.data(), frames)
                  : QByteArray(); // no samples would tell soxr that it was the end
}

QByteArray Resampler::flush()
{
    return process(nullptr, 0);
}

QByteArray Resampler::process(const float *mono, size_t frames)
{
    QByteArray out;
    while (true) {
        const size_t room = size_t(double(frames) * speechRate / m_rate) + 4096;
        const qsizetype before = out.size();
        out.resize(before + qsizetype(room * sizeof(qint16)));
        size_t taken = 0;
        size_t made = 0;
        soxr_process(m_filter.get(), mono, frames, &taken, out.data() + before, room, &made);
        out.truncate(before + qsizetype(made * sizeof(qint16)));
        frames -= taken;
        if ((frames == 0 && made < room) || (taken == 0 && made == 0))
            return out;
        if (mono)
            mono += taken;
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

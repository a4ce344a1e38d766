// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/resampler.h"

#include "sound/clip.h"

#include <soxr.h>

#include <cstring>
#include <vector>

namespace audio {

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

} // namespace audio

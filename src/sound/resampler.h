// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>

struct soxr;

namespace audio {

//! Converts a stream of interleaved Int16 or float samples into 16 kHz mono Int16, piece by piece.
class Resampler
{
public:
    enum class Sample { Int16, Float };

    //! \a rate in Hz; \a channels are averaged.
    Resampler(int rate, int channels, Sample sample);
    ~Resampler();

    //! The samples that \a block gives; the filter holds some back for the next.
    QByteArray convert(const QByteArray &block);
    //! What is still held back, once the stream has ended.
    QByteArray flush();

private:
    QByteArray process(const float *mono, size_t frames);

    int m_rate;
    int m_channels;
    Sample m_sample;
    std::unique_ptr<soxr, void (*)(soxr *)> m_filter;
};

} // namespace audio

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <memory>
#include <span>
#include <vector>

struct soxr;

//! Sound as samples, and what can be measured of it. QtCore only.
namespace audio {

inline constexpr int speechRate = 16'000;   //!< Hz: what voiceprints are made of
inline constexpr int lowestRate = 8'000;    //!< Hz: the telephone's; below it little of a voice is left
inline constexpr int highestRate = 384'000; //!< Hz

//! Interleaved signed 16-bit samples in the machine's byte order.
struct Clip
{
    int rate = speechRate;
    int channels = 1;
    QByteArray pcm;

    std::chrono::milliseconds length() const;
    std::span<const qint16> samples() const;
    //! A complete wav file of this clip.
    QByteArray wav() const;
};

//! How raw pcm is laid out: signed little-endian.
struct PcmFormat
{
    int rate = speechRate; //!< Hz, 8000 to 192000
    int channels = 1;      //!< 1 to 8
    int bits = 16;         //!< 8 (unsigned), 16, 24 or 32
};

//! Reads a wav file of any sample format that libsndfile reads (8 to 32 bit, float, A-law, extensible),
//! keeping rate and channels. Errors (File): not a wav file, damaged, no samples, a rate that is not fit for
//! voices, over 512 MB of samples, or shorter than its header promises (streams that promise 0 or 2^32-1 are
//! fine).
Result<Clip> readWav(const QByteArray &file);
//! Whether \a file begins as a wav file does (RIFF, RIFX or RF64, then WAVE); its first 12 bytes are enough.
bool looksLikeWav(const QByteArray &file);

//! Reads raw samples. Errors (File): empty, or not a whole number of frames.
Result<Clip> readPcm(const QByteArray &data, const PcmFormat &format);

//! The clip (rate lowestRate or more, 1 channel or more) as 16 kHz mono: rate converted by soxr (high
//! quality), channels mixed as chooseChannels() says. \a remark: told if sound is left out, for the user.
Clip toSpeech(const Clip &clip, QString *remark = nullptr);

//! A mono clip at another rate (Hz, lowestRate to highestRate), converted by soxr (high quality).
Clip resampled(const Clip &mono, int rate);

//! Converts a stream of interleaved Int16 or float samples into 16 kHz Int16, piece by piece; channels stay.
class Resampler
{
public:
    enum class Sample { Int16, Float };

    //! \a rate in Hz.
    Resampler(int rate, int channels, Sample sample);
    ~Resampler();

    //! The samples that \a block gives; the filter holds some back for the next.
    QByteArray convert(const QByteArray &block);
    //! What is still held back, once the stream has ended.
    QByteArray flush();

private:
    QByteArray process(const char *in, size_t frames);

    int m_rate;
    qsizetype m_frame;    //!< bytes that go in
    qsizetype m_outFrame; //!< bytes that come out
    std::unique_ptr<soxr, void (*)(soxr *)> m_filter;
};

//! 16-bit samples as floats in [-1, 1).
std::vector<float> toFloats(std::span<const qint16> samples);
inline std::vector<float> toFloats(const Clip &clip)
{
    return toFloats(clip.samples());
}

//! A stretch of samples: [from, to).
struct Span
{
    qint64 from = 0;
    qint64 to = 0;
    qint64 size() const { return to - from; }
    bool isEmpty() const { return to <= from; }
    bool operator==(const Span &) const = default;
};

//! The part of a 16 kHz mono \a clip that \a span covers, cut to what there is; its samples stay as they are.
Clip kept(const Clip &clip, const Span &span);
//! \a clip without that part; a seam inside is faded over 5 ms on either side, so that it does not click.
Clip without(const Clip &clip, const Span &span);
//! \a first, then \a second, with such a seam.
Clip joined(const Clip &first, const Clip &second);
//! From the first speech frame to the last with 0.2 s around them (peers keep 0.1 to 0.3 s); all of \a clip
//! where there is no speech.
Span speechSpan(const Clip &clip);

} // namespace audio

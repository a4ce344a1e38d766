// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/mediadecoding.h"

#include <QAudioFormat>
#include <QCoreApplication>
#include <QFileInfo>
#include <QUrl>

namespace {

constexpr int patience = 20'000; // ms without a decoded sample

// The system's own way down to 16 kHz loses 0.5 dB at 7 kHz and leaves up to -71 dB of what lies above 8 kHz
// (GStreamer 1.22, measured); so it gives all it has, and soxr does the rest.
constexpr int decodedRate = 48'000;

} // namespace

MediaDecoding::MediaDecoding(QString path, QByteArray bytes, QString scratchDirectory,
                             std::chrono::milliseconds limit)
    : SoundDecoding(scratchDirectory, limit)
    , m_path(std::move(path))
    , m_bytes(std::move(bytes))
    , m_source(this)
    , m_patience(this)
    , m_resampler(decodedRate, 1, audio::Resampler::Sample::Float)
    , m_writer(scratchDirectory)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this,
            [this] { give(fileError(QCoreApplication::translate("Error", "the decoder does not answer"))); });
}

MediaDecoding::~MediaDecoding()
{
    if (m_decoder) { // destroyed while it runs, Qt 6.4's would signal into what is gone
        m_decoder->disconnect(this);
        m_decoder->stop();
    }
}

void MediaDecoding::begin()
{
    m_decoder = new QAudioDecoder(this);
    QAudioFormat format; // without one, Qt 6.4's decoder fails on mp3
    format.setSampleRate(decodedRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Float);
    m_decoder->setAudioFormat(format);
    connect(m_decoder, &QAudioDecoder::bufferReady, this, &MediaDecoding::read);
    connect(m_decoder, &QAudioDecoder::finished, this, &MediaDecoding::finish);
    connect(m_decoder, qOverload<QAudioDecoder::Error>(&QAudioDecoder::error), this,
            [this](QAudioDecoder::Error error) {
                if (error != QAudioDecoder::NoError)
                    give(fileError(m_decoder->errorString()));
            });
    if (m_path.isEmpty()) {
        m_source.setData(m_bytes);
        m_source.open(QIODevice::ReadOnly);
        m_decoder->setSourceDevice(&m_source);
    } else {
        m_decoder->setSource(QUrl::fromLocalFile(QFileInfo(m_path).absoluteFilePath())); // relative ones fail
    }
    m_patience.start();
    m_decoder->start();
}

void MediaDecoding::read()
{
    while (!m_hasEnded && !isAbandoned() && m_decoder->bufferAvailable()) {
        const QAudioBuffer buffer = m_decoder->read();
        append(m_resampler.convert({buffer.constData<char>(), buffer.byteCount()}));
        m_patience.start();
        if (!m_hasEnded && m_decoder->duration() > 0)
            advance(double(length().count()) / double(m_decoder->duration()));
    }
}

void MediaDecoding::append(const QByteArray &speech)
{
    if (const auto written = m_writer.append(speech); !written)
        give(written.error());
    else if (length() > limit())
        give(tooLong(limit()));
}

void MediaDecoding::finish()
{
    read();
    if (m_hasEnded)
        return;
    append(m_resampler.flush());
    if (!m_hasEnded) // some damaged files end like this without a sample, which finish() tells
        give(m_writer.finish());
}

void MediaDecoding::give(const Result<std::shared_ptr<const audio::Sound>> &sound)
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_patience.stop();
    emit ended(sound);
}

std::chrono::milliseconds MediaDecoding::length() const
{
    return std::chrono::milliseconds(m_writer.size() * 1000 / audio::speechRate);
}

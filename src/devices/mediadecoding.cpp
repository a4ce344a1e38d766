// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/mediadecoding.h"

#include <QAudioFormat>
#include <QCoreApplication>
#include <QFileInfo>
#include <QUrl>

namespace {

constexpr int patience = 20'000; // ms without a decoded sample
constexpr int bytesPerMillisecond = audio::speechRate / 1000 * 2;

Error fileError(const QString &detail)
{
    return {.kind = Error::Kind::File, .detail = detail};
}

} // namespace

MediaDecoding::MediaDecoding(QString path, QByteArray bytes, std::chrono::milliseconds limit)
    : m_path(std::move(path))
    , m_bytes(std::move(bytes))
    , m_limitBytes(limit.count() * bytesPerMillisecond)
    , m_source(this)
    , m_patience(this)
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
    format.setSampleRate(audio::speechRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
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
    while (!m_hasEnded && m_decoder->bufferAvailable()) {
        const QAudioBuffer buffer = m_decoder->read();
        m_clip.pcm.append(buffer.constData<char>(), buffer.byteCount());
        m_patience.start();
        if (m_clip.pcm.size() > m_limitBytes)
            return give(fileError(QCoreApplication::translate("Error", "longer than %1 minutes")
                                      .arg(m_limitBytes / bytesPerMillisecond / 60'000)));
    }
    if (!m_hasEnded && m_decoder->duration() > 0)
        emit progressed(std::min(1.0, double(m_clip.length().count()) / double(m_decoder->duration())));
}

void MediaDecoding::finish()
{
    read();
    if (m_clip.pcm.isEmpty()) // some damaged files end like this, without an error
        return give(fileError(QCoreApplication::translate("Error", "there is no sound in the file")));
    give(m_clip);
}

void MediaDecoding::give(const Result<audio::Clip> &clip)
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_patience.stop();
    emit ended(clip);
}

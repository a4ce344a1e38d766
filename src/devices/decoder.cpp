// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/decoder.h"

#include "base/process.h"
#include "sound/clip.h"
#include "sound/sound.h"
#include "sound/wavreader.h"

#include <QAudioDecoder>
#include <QAudioFormat>
#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QThread>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <atomic>

using SharedSound = std::shared_ptr<const audio::Sound>;
using Deliver = std::function<void(Result<SharedSound>)>;

namespace {

constexpr std::chrono::milliseconds progressPeriod{50};
constexpr int patience = 20'000; // ms without a decoded sample

// The system's own way down to 16 kHz loses 0.5 dB at 7 kHz and leaves up to -71 dB of what lies above 8 kHz
// (GStreamer 1.22, measured); so it gives all it has, and soxr does the rest.
constexpr int decodedRate = 48'000;

} // namespace

//! A way to turn a file into sound, at work in a thread of its own.
class SoundDecoding : public QObject
{
    Q_OBJECT
public:
    //! \a scratchDirectory takes the sound; more than \a limit of it is an error.
    SoundDecoding(QString scratchDirectory, std::chrono::milliseconds limit);

    virtual void begin() = 0; //!< in its thread
    //! Nobody waits for the sound any more. For any thread.
    void abandon() { m_isAbandoned = true; }

    static Error tooLong(std::chrono::milliseconds limit);

signals:
    void progressed(double share); //!< 0 to 1
    void ended(const Result<SharedSound> &sound);

protected:
    const QString &scratchDirectory() const { return m_scratchDirectory; }
    std::chrono::milliseconds limit() const { return m_limit; }
    bool isAbandoned() const { return m_isAbandoned; }
    void advance(double share); //!< progressed(), a few times a second

private:
    const QString m_scratchDirectory;
    const std::chrono::milliseconds m_limit;
    std::chrono::steady_clock::time_point m_told{};
    std::atomic_bool m_isAbandoned = false;
};

//! Wav is read by `audio`.
class WavDecoding : public SoundDecoding
{
    Q_OBJECT
public:
    WavDecoding(QString path, QString scratchDirectory, std::chrono::milliseconds limit);
    void begin() override;

private:
    const QString m_path;
};

SoundDecoding::SoundDecoding(QString scratchDirectory, std::chrono::milliseconds limit)
    : m_scratchDirectory(std::move(scratchDirectory))
    , m_limit(limit)
{}

Error SoundDecoding::tooLong(std::chrono::milliseconds limit)
{
    return fileError(QCoreApplication::translate("Error", "longer than %1 minutes")
                         .arg(std::chrono::floor<std::chrono::minutes>(limit).count()));
}

void SoundDecoding::advance(double share)
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_told < progressPeriod)
        return;
    m_told = now;
    emit progressed(std::clamp(share, 0.0, 1.0));
}

WavDecoding::WavDecoding(QString path, QString scratchDirectory, std::chrono::milliseconds limit)
    : SoundDecoding(std::move(scratchDirectory), limit)
    , m_path(std::move(path))
{}

void WavDecoding::begin()
{
    const auto sound = audio::readWavSound(m_path, scratchDirectory(), [this](double share) {
        advance(share);
        return !isAbandoned();
    });
    if (sound && (*sound)->length() > limit())
        emit ended(tooLong(limit()));
    else
        emit ended(sound);
}

//! The system's decoder at work on one file (its first use scans the installed plugins). It waits while a
//! few buffers of its are not read yet, so that memory stays flat.
class MediaDecoding : public SoundDecoding
{
    Q_OBJECT
public:
    //! Reads \a path, or \a bytes where that is empty.
    MediaDecoding(QString path, QByteArray bytes, QString scratchDirectory, std::chrono::milliseconds limit);
    ~MediaDecoding() override;

    void begin() override;

private:
    void read();
    void append(const QByteArray &speech);
    void finish();
    void give(const Result<SharedSound> &sound);
    std::chrono::milliseconds length() const;

    const QString m_path;
    const QByteArray m_bytes;
    QAudioDecoder *m_decoder = nullptr;
    QBuffer m_source;
    QTimer m_patience;
    audio::Resampler m_resampler;
    audio::SoundWriter m_writer;
    bool m_hasEnded = false;
};

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

void MediaDecoding::give(const Result<SharedSound> &sound)
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

namespace {

//! Whether a file is wav. Errors: it cannot be read, or is empty.
Result<bool> isWav(const QString &path)
{
    if (!QFileInfo(path).isFile())
        return fileError(QCoreApplication::translate("Error", "there is no such file"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fileError(file.errorString());
    if (file.size() == 0)
        return fileError(QCoreApplication::translate("Error", "the file is empty"));
    return audio::looksLikeWav(file.peek(12));
}

Result<SharedSound> readWav(const QByteArray &wav, std::chrono::milliseconds limit)
{
    return audio::readWav(wav).and_then([limit](const audio::Clip &clip) -> Result<SharedSound> {
        if (clip.length() > limit)
            return SoundDecoding::tooLong(limit);
        return audio::Sound::of(clip);
    });
}

//! Has a sound read by whoever can, and delivers it.
class PendingDecoding : public Decoding
{
public:
    PendingDecoding(QObject *receiver, Deliver deliver, const QString &scratchDirectory,
                    std::chrono::milliseconds limit)
        : Decoding(receiver)
        , m_deliver(std::move(deliver))
        , m_scratchDirectory(scratchDirectory)
        , m_limit(limit)
    {}

    ~PendingDecoding() override
    {
        if (!m_decoding)
            return;
        // The decoder ends in its own time; nobody waits for it here.
        QThread *thread = m_decoding->thread();
        m_decoding->disconnect(this);
        m_decoding->abandon();
        m_decoding->deleteLater();
        thread->quit();
    }

    void readFile(const QString &path)
    {
        inBackground(
            this, [path] { return isWav(path); },
            [this, path](const Result<bool> &wav) {
                if (!wav)
                    finish(wav.error());
                else if (*wav)
                    decode(new WavDecoding(path, m_scratchDirectory, m_limit));
                else
                    decode(new MediaDecoding(path, {}, m_scratchDirectory, m_limit));
            });
    }

    void readBytes(const QByteArray &content)
    {
        if (audio::looksLikeWav(content) || content.isEmpty()) // whose error is that of any wav
            inBackground(
                this, [content, limit = m_limit] { return readWav(content, limit); },
                [this](const Result<SharedSound> &sound) { finish(sound); });
        else
            decode(new MediaDecoding({}, content, m_scratchDirectory, m_limit));
    }

private:
    void decode(SoundDecoding *decoding)
    {
        auto *thread = new QThread;
        thread->setObjectName(QStringLiteral("decoding"));
        connect(thread, &QThread::finished, thread, &QObject::deleteLater);
        m_decoding = decoding;
        m_decoding->moveToThread(thread);
        connect(m_decoding, &SoundDecoding::progressed, this, &Decoding::progressed);
        connect(m_decoding, &SoundDecoding::ended, this, &PendingDecoding::finish);
        thread->start();
        QMetaObject::invokeMethod(m_decoding, &SoundDecoding::begin, Qt::QueuedConnection);
    }

    void finish(const Result<SharedSound> &sound)
    {
        const Deliver deliver = std::exchange(m_deliver, {});
        deleteLater();
        if (deliver)
            deliver(sound);
    }

    Deliver m_deliver;
    const QString m_scratchDirectory;
    const std::chrono::milliseconds m_limit;
    SoundDecoding *m_decoding = nullptr;
};

} // namespace

Decoding *decodeBytes(const QByteArray &file, QObject *receiver,
                      std::function<void(Result<audio::Clip>)> deliver, std::chrono::milliseconds limit)
{
    const auto deliverClip = [deliver = std::move(deliver)](const Result<SharedSound> &sound) {
        deliver(sound.and_then(
            [](const SharedSound &it) -> Result<audio::Clip> { return it->clip(0, it->size()); }));
    };
    auto *decoding = new PendingDecoding(receiver, deliverClip, QDir::tempPath(), limit);
    decoding->readBytes(file);
    return decoding;
}

Decoding *decodeSound(const QString &path, const QString &scratchDirectory, QObject *receiver,
                      Deliver deliver, std::chrono::milliseconds limit)
{
    auto *decoding = new PendingDecoding(receiver, std::move(deliver), scratchDirectory, limit);
    decoding->readFile(path);
    return decoding;
}

#include "decoder.moc"

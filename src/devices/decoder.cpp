// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/decoder.h"

#include "base/background.h"
#include "devices/mediadecoding.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>

namespace {

using SharedSound = std::shared_ptr<const audio::Sound>;
using Deliver = std::function<void(Result<SharedSound>)>;

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
        return audio::Sound::of(audio::toSpeech(clip));
    });
}

//! Finds out who reads the sound, and has it read.
class DecodingErrand : public Decoding
{
public:
    DecodingErrand(QObject *receiver, Deliver deliver, const QString &scratchDirectory,
                   std::chrono::milliseconds limit)
        : Decoding(receiver)
        , m_deliver(std::move(deliver))
        , m_scratchDirectory(scratchDirectory)
        , m_limit(limit)
    {}

    ~DecodingErrand() override
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

    void file(const QString &path)
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

    void bytes(const QByteArray &content)
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
        connect(m_decoding, &SoundDecoding::ended, this, &DecodingErrand::finish);
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

//! Delivers all of a sound as a clip.
Deliver whole(std::function<void(Result<audio::Clip>)> deliver)
{
    return [deliver = std::move(deliver)](const Result<SharedSound> &sound) {
        deliver(sound.and_then(
            [](const SharedSound &it) -> Result<audio::Clip> { return it->clip(0, it->size()); }));
    };
}

} // namespace

Decoding *decodeFile(const QString &path, QObject *receiver, std::function<void(Result<audio::Clip>)> deliver,
                     std::chrono::milliseconds limit)
{
    return decodeSound(path, QDir::tempPath(), receiver, whole(std::move(deliver)), limit);
}

Decoding *decodeBytes(const QByteArray &file, QObject *receiver,
                      std::function<void(Result<audio::Clip>)> deliver, std::chrono::milliseconds limit)
{
    auto *errand = new DecodingErrand(receiver, whole(std::move(deliver)), QDir::tempPath(), limit);
    errand->bytes(file);
    return errand;
}

Decoding *decodeSound(const QString &path, const QString &scratchDirectory, QObject *receiver,
                      Deliver deliver, std::chrono::milliseconds limit)
{
    auto *errand = new DecodingErrand(receiver, std::move(deliver), scratchDirectory, limit);
    errand->file(path);
    return errand;
}

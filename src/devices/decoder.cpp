// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/decoder.h"

#include "base/background.h"
#include "base/files.h"
#include "devices/mediadecoding.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QThread>

namespace {

constexpr qint64 largestWav = 256LL * 1024 * 1024; // it is read whole

using Deliver = std::function<void(Result<audio::Clip>)>;

Error fileError(const QString &detail)
{
    return {.kind = Error::Kind::File, .detail = detail};
}

Result<audio::Clip> within(const Result<audio::Clip> &clip, std::chrono::milliseconds limit)
{
    if (clip && clip->length() > limit)
        return fileError(QCoreApplication::translate("Error", "longer than %1 minutes")
                             .arg(std::chrono::floor<std::chrono::minutes>(limit).count()));
    return clip;
}

Result<audio::Clip> readSpeech(const QByteArray &wav, std::chrono::milliseconds limit)
{
    return within(audio::readWav(wav), limit).and_then([](const audio::Clip &clip) -> Result<audio::Clip> {
        return audio::toSpeech(clip);
    });
}

//! Reads wav at once, and starts the system's decoder for everything else.
class Errand : public Decoding
{
public:
    Errand(QObject *receiver, Deliver deliver, std::chrono::milliseconds limit)
        : Decoding(receiver)
        , m_deliver(std::move(deliver))
        , m_limit(limit)
    {}

    ~Errand() override
    {
        if (!m_media)
            return;
        // The decoder ends in its own time; nobody waits for it here.
        QThread *thread = m_media->thread();
        m_media->disconnect(this);
        m_media->deleteLater();
        thread->quit();
    }

    void file(const QString &path)
    {
        inBackground(
            this,
            [path, limit = m_limit]() -> std::optional<Result<audio::Clip>> {
                if (!QFileInfo(path).isFile())
                    return fileError(QCoreApplication::translate("Error", "there is no such file"));
                QFile file(path);
                if (!file.open(QIODevice::ReadOnly))
                    return fileError(file.errorString());
                if (file.size() == 0)
                    return fileError(QCoreApplication::translate("Error", "the file is empty"));
                if (!audio::looksLikeWav(file.peek(12)))
                    return std::nullopt;
                const auto wav = files::read(path, largestWav);
                return wav ? readSpeech(*wav, limit) : wav.error();
            },
            [this, path](const std::optional<Result<audio::Clip>> &clip) {
                clip ? finish(*clip) : decode(path, {});
            });
    }

    void bytes(const QByteArray &content)
    {
        if (content.isEmpty())
            return later(fileError(QCoreApplication::translate("Error", "the file is empty")));
        if (!audio::looksLikeWav(content))
            return decode({}, content);
        inBackground(
            this, [content, limit = m_limit] { return readSpeech(content, limit); },
            [this](const Result<audio::Clip> &clip) { finish(clip); });
    }

private:
    void later(const Error &error)
    {
        QMetaObject::invokeMethod(
            this, [this, error] { finish(error); }, Qt::QueuedConnection);
    }

    void decode(const QString &path, const QByteArray &content)
    {
        auto *thread = new QThread;
        thread->setObjectName(QStringLiteral("decoding"));
        connect(thread, &QThread::finished, thread, &QObject::deleteLater);
        m_media = new MediaDecoding(path, content, m_limit);
        m_media->moveToThread(thread);
        connect(m_media, &MediaDecoding::progressed, this, &Decoding::progressed);
        connect(m_media, &MediaDecoding::ended, this, &Errand::finish);
        thread->start();
        QMetaObject::invokeMethod(m_media, &MediaDecoding::begin, Qt::QueuedConnection);
    }

    void finish(const Result<audio::Clip> &clip)
    {
        const Deliver deliver = std::exchange(m_deliver, {});
        deleteLater();
        if (deliver)
            deliver(clip);
    }

    Deliver m_deliver;
    const std::chrono::milliseconds m_limit;
    MediaDecoding *m_media = nullptr;
};

} // namespace

Decoding *decodeFile(const QString &path, QObject *receiver, Deliver deliver, std::chrono::milliseconds limit)
{
    auto *errand = new Errand(receiver, std::move(deliver), limit);
    errand->file(path);
    return errand;
}

Decoding *decodeBytes(const QByteArray &file, QObject *receiver, Deliver deliver,
                      std::chrono::milliseconds limit)
{
    auto *errand = new Errand(receiver, std::move(deliver), limit);
    errand->bytes(file);
    return errand;
}

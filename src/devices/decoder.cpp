// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/decoder.h"

#include "base/process.h"
#include "sound/mediareader.h"
#include "sound/soundfile.h"

#include <QBuffer>
#include <QDir>
#include <QMimeDatabase>
#include <QSet>

#include <atomic>

using SharedSound = std::shared_ptr<const audio::Sound>;
using Deliver = std::function<void(Result<SharedSound>)>;

namespace {

constexpr std::chrono::milliseconds progressPeriod{50};
constexpr int mostAtOnce = 8;

// Not the global pool: what reads hours keeps nothing else waiting.
QThreadPool *pool()
{
    static QThreadPool *const threads = [] {
        auto *made = new QThreadPool;
        made->setMaxThreadCount(mostAtOnce);
        made->setExpiryTimeout(1000);
        return made;
    }();
    static const bool isAwaited = [] {
        qAddPostRoutine([] { pool()->waitForDone(); });
        return true;
    }();
    return isAwaited ? threads : nullptr;
}

//! Has a sound read, and delivers it.
class PendingDecoding : public Decoding
{
public:
    PendingDecoding(QObject *receiver, Deliver deliver)
        : Decoding(receiver)
        , m_deliver(std::move(deliver))
    {}

    // The reading ends in its own time; nobody waits for it here.
    ~PendingDecoding() override { *m_isAbandoned = true; }

    template <typename Read>
    void begin(Read read)
    {
        using Clock = std::chrono::steady_clock;
        const auto goOn = [self = QPointer<PendingDecoding>(this), isAbandoned = m_isAbandoned,
                           told = Clock::time_point()](double share) mutable {
            if (Clock::now() - told >= progressPeriod) {
                told = Clock::now();
                QMetaObject::invokeMethod(
                    QCoreApplication::instance(),
                    [self, share] {
                        if (self)
                            emit self->progressed(std::clamp(share, 0.0, 1.0));
                    },
                    Qt::QueuedConnection);
            }
            return !*isAbandoned;
        };
        inBackground(
            this, [read, goOn] { return read(goOn); },
            [this](const Result<SharedSound> &sound) {
                const Deliver deliver = std::exchange(m_deliver, {});
                deleteLater();
                deliver(sound);
            },
            pool());
    }

private:
    Deliver m_deliver;
    const std::shared_ptr<std::atomic_bool> m_isAbandoned = std::make_shared<std::atomic_bool>(false);
};

} // namespace

Decoding *decodeBytes(const QByteArray &file, QObject *receiver,
                      std::function<void(Result<audio::Clip>)> deliver, std::chrono::milliseconds limit)
{
    const auto deliverClip = [deliver = std::move(deliver)](const Result<SharedSound> &sound) {
        deliver(sound.and_then(
            [](const SharedSound &it) -> Result<audio::Clip> { return it->clip(0, it->size()); }));
    };
    auto *decoding = new PendingDecoding(receiver, deliverClip);
    decoding->begin([file, limit](const auto &goOn) {
        QBuffer buffer;
        buffer.setData(file);
        buffer.open(QIODevice::ReadOnly);
        return audio::readSound(buffer, QDir::tempPath(), limit, goOn);
    });
    return decoding;
}

Decoding *decodeSound(const QString &path, const QString &scratchDirectory, QObject *receiver,
                      Deliver deliver, std::chrono::milliseconds limit)
{
    auto *decoding = new PendingDecoding(receiver, std::move(deliver));
    decoding->begin([path, scratchDirectory, limit](const auto &goOn) {
        return audio::readSoundFile(path, scratchDirectory, limit, goOn);
    });
    return decoding;
}

QStringList decodedSuffixes()
{
    const QMimeDatabase types;
    QSet<QString> suffixes{QStringLiteral("pcm"), QStringLiteral("raw")};
    for (const QMimeType &type : types.allMimeTypes()) {
        const bool isList = type.name().endsWith(QLatin1String("mpegurl")) ||
                            type.name().endsWith(QLatin1String("scpls")); // names of sound
        if (!isList && (type.name().startsWith(QLatin1String("audio/")) ||
                        type.name().startsWith(QLatin1String("video/"))))
            for (const QString &suffix : type.suffixes())
                suffixes.insert(suffix);
    }
    for (const QString &suffix : audio::mediaSuffixes()) {
        const QString type =
            types.mimeTypeForFile(QStringLiteral("x.") + suffix, QMimeDatabase::MatchExtension).name();
        if (type.startsWith(QLatin1String("audio/")) || type.startsWith(QLatin1String("video/")) ||
            type == QLatin1String("application/octet-stream"))
            suffixes.insert(suffix);
    }
    QStringList sorted;
    for (const QString &suffix : suffixes)
        sorted << suffix.toLower() << suffix.toUpper();
    sorted.removeDuplicates();
    sorted.sort();
    return sorted;
}

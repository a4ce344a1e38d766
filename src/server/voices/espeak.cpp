// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/voices/espeak.h"

#include <QDateTime>
#include <QFileInfo>

#include <espeak-ng/speak_lib.h>

#include <mutex>

namespace espeak {

namespace {

std::mutex turn;

// The sampling rate in Hz, or a negative number where espeak-ng cannot start. Call in turn.
int startOnce()
{
    static const int rate =
        espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
    return rate;
}

// espeak-ng writes en-gb-x-rp and cmn; the world writes en-GB-x-rp and zh.
QString properTag(const QByteArray &tag)
{
    QList<QByteArray> parts = tag.split('-');
    if (parts.first() == "cmn")
        parts.first() = "zh";
    for (qsizetype i = 1; i < parts.size() && parts[i].size() != 1; ++i) {
        if (parts[i].size() == 2)
            parts[i] = parts[i].toUpper();
        else if (parts[i].size() == 4)
            parts[i] = parts[i].toLower().replace(0, 1, parts[i].first(1).toUpper());
    }
    return QString::fromLatin1(parts.join('-'));
}

QList<Voice> readVoices()
{
    const std::lock_guard lock(turn);
    QList<Voice> found;
    if (startOnce() <= 0)
        return found;
    const char *directory = nullptr;
    espeak_Info(&directory);
    const qint64 installed = QFileInfo(QString::fromUtf8(directory)).lastModified().toSecsSinceEpoch();
    for (const espeak_VOICE **next = espeak_ListVoices(nullptr); *next; ++next) {
        const QByteArray identifier((*next)->identifier);
        // Variants are no voices of their own, and those of mbrola need another program.
        if (identifier.startsWith("!v") || identifier.startsWith("mb/"))
            continue;
        const QByteArray language((*next)->languages + 1); // after the priority
        found.append({identifier, QString::fromUtf8((*next)->name), properTag(language), installed});
    }
    std::sort(found.begin(), found.end(), [](const Voice &a, const Voice &b) {
        return std::tie(a.language, a.name, a.identifier) < std::tie(b.language, b.name, b.identifier);
    });
    return found;
}

struct Sound
{
    QByteArray pcm = {};
    qsizetype most = 0; // bytes
    bool isTooLong() const { return pcm.size() > most; }
};

// Takes what was spoken; 1 tells espeak-ng to stop.
int take(short *samples, int count, espeak_EVENT *events)
{
    auto *sound = static_cast<Sound *>(events->user_data);
    if (samples && sound)
        sound->pcm.append(reinterpret_cast<const char *>(samples),
                          qsizetype(count) * qsizetype(sizeof(short)));
    return sound && sound->isTooLong() ? 1 : 0;
}

} // namespace

const QList<Voice> &voices()
{
    static const QList<Voice> all = readVoices();
    return all;
}

Result<audio::Clip> speak(const Voice &voice, const QString &text, std::chrono::seconds longest)
{
    const Error mute = deviceError(QStringLiteral("espeak-ng cannot speak as ") + voice.name);
    const std::lock_guard lock(turn);
    const int rate = startOnce();
    if (rate <= 0 || espeak_SetVoiceByName(voice.identifier.constData()) != EE_OK)
        return mute;
    espeak_SetSynthCallback(take);
    const QByteArray utf8 = text.toUtf8();
    Sound sound{.most = longest.count() * rate * qsizetype(sizeof(short))};
    const auto spoken = espeak_Synth(utf8.constData(), size_t(utf8.size()) + 1, 0, POS_CHARACTER, 0,
                                     espeakCHARS_UTF8, nullptr, &sound);
    const auto finished = espeak_Synchronize();
    if (sound.isTooLong())
        return refusedError(QStringLiteral("reading this aloud takes longer than %1 s").arg(longest.count()));
    if (spoken != EE_OK || finished != EE_OK || sound.pcm.isEmpty())
        return mute;
    return audio::Clip{.rate = rate, .channels = 1, .pcm = sound.pcm};
}

} // namespace espeak

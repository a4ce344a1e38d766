// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/measuredclip.h"

#include "base/files.h"
#include "base/process.h"
#include "base/wire.h"
#include "sound/speech.h"
#include "speaker/engines.h"
#include "speaker/voices.h"

#include <QFile>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace {

Result<audio::Clip> speechOf(const QString &path)
{
    return files::read(path, 4 * wire::maxFileBytes)
        .and_then(audio::readWav)
        .and_then([](const audio::Clip &clip) -> Result<audio::Clip> { return audio::toSpeech(clip); });
}

constexpr qint64 chunk = qint64(5) * 60 * audio::speechRate; // is judged at once: loud and soft are relative
constexpr qint64 most = 6 * chunk;
constexpr double much = 0.8; // of what the best stretch holds

// How many frames of speech there are before each frame.
std::vector<int> speechBefore(const audio::Sound &sound)
{
    std::vector<int> count{0};
    const qint64 size = std::min(sound.size(), most);
    for (qint64 from = 0; from < size; from += chunk) {
        const audio::Clip clip = sound.clip(from, std::min(size, from + chunk));
        for (const bool isSpeech : speech::speechFrames(audio::toFloats(clip)))
            count.push_back(count.back() + int(isSpeech));
        while (qint64(count.size()) <= std::min(size, from + chunk) / speech::frameStep)
            count.push_back(count.back()); // the last frames of a chunk are not whole
    }
    return count;
}

} // namespace

MeasuredClip MeasuredClip::of(const audio::Clip &clip)
{
    MeasuredClip take{clip, audio::measureQuality(clip)};
    const auto engine = speaker::Engines::ofThisProgram().engine();
    const std::vector<float> samples = audio::toFloats(clip);
    take.quality.secondSpeaker =
        engine ? speaker::suspectsTwoSpeakers(samples, *engine) : speaker::suspectsTwoSpeakers(samples);
    return take;
}

void MeasuredClip::read(const QString &path, QObject *receiver,
                        std::function<void(const Result<MeasuredClip> &)> deliver)
{
    inBackground(
        receiver,
        [path] {
            return speechOf(path).and_then(
                [](const audio::Clip &spoken) -> Result<MeasuredClip> { return of(spoken); });
        },
        std::move(deliver));
}

void MeasuredClip::append(const audio::Clip &before, const QString &path, QObject *receiver,
                          std::function<void(const Result<MeasuredClip> &)> deliver)
{
    inBackground(
        receiver,
        [before, path] {
            return speechOf(path).and_then([&](const audio::Clip &added) -> Result<MeasuredClip> {
                const audio::Clip both = audio::joined(before, added);
                return files::write(path, both.wav()).and_then([&](const Nothing &) -> Result<MeasuredClip> {
                    return of(both);
                });
            });
        },
        std::move(deliver));
}

void MeasuredClip::write(const audio::Clip &clip, const QString &path, QObject *receiver,
                         std::function<void(const MeasuredClip &, const Result<Nothing> &)> deliver)
{
    using Writing = std::pair<MeasuredClip, Result<Nothing>>;
    inBackground(
        receiver,
        [clip, path] {
            return Writing{of(clip), files::write(path, clip.wav())};
        },
        [deliver = std::move(deliver)](const Writing &writing) { deliver(writing.first, writing.second); });
}

struct DraftWriter::Place
{
    explicit Place(const QString &file)
        : path(file)
    {}
    bool isNewest(int number) const { return number == newest; }
    // An older change that comes later must not be what stays.
    Result<Nothing> write(const audio::Clip &clip, int number)
    {
        const std::lock_guard guard(lock);
        return isNewest(number) ? files::write(path, clip.wav()) : Nothing{};
    }

    const QString path;
    std::mutex lock;
    std::atomic_int newest = 0;
};

void DraftWriter::write(const audio::Clip &clip, const Recording &draft)
{
    using Writing = std::pair<MeasuredClip, Result<Nothing>>;
    if (!m_place || m_place->path != draft.path)
        m_place = std::make_shared<Place>(draft.path);
    const int number = ++m_place->newest;
    inBackground(
        this,
        [clip, place = m_place, number] {
            const Result<Nothing> saved = place->write(clip, number);
            return Writing{place->isNewest(number) ? MeasuredClip::of(clip) : MeasuredClip{clip, {}}, saved};
        },
        [this, draft, place = m_place, number](const Writing &writing) {
            if (place->isNewest(number))
                finish(draft, writing.first, writing.second);
        });
}

void DraftWriter::finish(const Recording &draft, const MeasuredClip &take, const Result<Nothing> &saved)
{
    auto kept = m_drafts->find(draft.id);
    if (!kept) {
        QFile::remove(draft.path); // it was given up while it was written
    } else if (saved) {
        kept->length = take.clip.length();
        m_drafts->update(*kept);
    }
    emit written(draft.id, take, saved);
}

audio::Span speechStretch(const audio::Sound &sound, qint64 samples)
{
    const qint64 length = std::min(samples, sound.size());
    const std::vector<int> before = speechBefore(sound);
    const auto frames = std::min(size_t(length / speech::frameStep), before.size() - 1);
    int best = 0;
    for (size_t i = 0; i + frames < before.size(); ++i)
        best = std::max(best, before[i + frames] - before[i]);
    if (best == 0)
        return {0, length};
    for (size_t i = 0; i + frames < before.size(); ++i) {
        const bool beginsWithSpeech = i + 1 < before.size() && before[i + 1] > before[i];
        if (beginsWithSpeech && before[i + frames] - before[i] >= much * best) {
            const qint64 from = std::clamp<qint64>(qint64(i) * speech::frameStep, 0, sound.size() - length);
            return {from, from + length};
        }
    }
    return {0, length};
}

std::optional<double> voiceMatch(const audio::Clip &enrolled, const audio::Clip &other)
{
    const auto engine = speaker::Engines::ofThisProgram().engine();
    return engine ? speaker::likeness(*engine, audio::toFloats(enrolled), audio::toFloats(other))
                  : std::nullopt;
}

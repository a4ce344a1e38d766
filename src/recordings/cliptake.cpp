// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/cliptake.h"

#include "base/background.h"
#include "base/files.h"
#include "base/wire.h"
#include "sound/edit.h"
#include "speaker/voices.h"

namespace {

Result<audio::Clip> speechOf(const QString &path)
{
    return files::read(path, 4 * wire::maxFileBytes)
        .and_then(audio::readWav)
        .and_then([](const audio::Clip &clip) -> Result<audio::Clip> { return audio::toSpeech(clip); });
}

} // namespace

ClipTake ClipTake::of(const audio::Clip &clip)
{
    ClipTake take{clip, audio::measureQuality(clip)};
    take.quality.secondSpeaker = speaker::suspectsTwoSpeakers(audio::toFloats(clip));
    return take;
}

void ClipTake::read(const QString &path, QObject *receiver,
                    std::function<void(const Result<ClipTake> &)> deliver)
{
    inBackground(
        receiver,
        [path] {
            return speechOf(path).and_then(
                [](const audio::Clip &clip) -> Result<ClipTake> { return of(clip); });
        },
        std::move(deliver));
}

void ClipTake::append(const audio::Clip &before, const QString &path, QObject *receiver,
                      std::function<void(const Result<ClipTake> &)> deliver)
{
    inBackground(
        receiver,
        [before, path] {
            return speechOf(path).and_then([&](const audio::Clip &clip) -> Result<ClipTake> {
                const audio::Clip both = audio::joined(before, clip);
                return files::write(path, both.wav()).and_then([&](const Nothing &) -> Result<ClipTake> {
                    return of(both);
                });
            });
        },
        std::move(deliver));
}

void ClipTake::write(const audio::Clip &clip, const QString &path, QObject *receiver,
                     std::function<void(const ClipTake &, const Result<Nothing> &)> deliver)
{
    using Writing = std::pair<ClipTake, Result<Nothing>>;
    inBackground(
        receiver,
        [clip, path] {
            return Writing{of(clip), files::write(path, clip.wav())};
        },
        [deliver = std::move(deliver)](const Writing &writing) { deliver(writing.first, writing.second); });
}

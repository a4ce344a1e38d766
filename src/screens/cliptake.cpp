// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/cliptake.h"

#include "base/background.h"
#include "base/files.h"
#include "base/wire.h"

void ClipTake::read(const QString &path, QObject *receiver,
                    std::function<void(const Result<ClipTake> &)> deliver)
{
    inBackground(
        receiver,
        [path] {
            return files::read(path, 4 * wire::maxFileBytes)
                .and_then(audio::readWav)
                .and_then([](const audio::Clip &clip) -> Result<ClipTake> {
                    const audio::Clip speech = audio::toSpeech(clip);
                    return ClipTake{speech, audio::measureQuality(speech)};
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
            return Writing{{clip, audio::measureQuality(clip)}, files::write(path, clip.wav())};
        },
        [deliver = std::move(deliver)](const Writing &writing) { deliver(writing.first, writing.second); });
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/wavsound.h"

#include "sound/resampler.h"
#include "sound/wavreader.h"

#include <QCoreApplication>

#include <algorithm>

namespace audio {

Result<std::shared_ptr<const Sound>> readWavSound(const QString &path, const QString &scratchDirectory,
                                                  const std::function<bool(double share)> &goOn)
{
    // Read, not mapped: what a stick that is pulled out, or a program that shortens the file, leaves of it is
    // an error and no SIGBUS.
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fileError(file.errorString());
    const auto opened = WavReader::open(file);
    if (!opened)
        return opened.error();
    WavReader &reader = **opened;
    Resampler resampler(reader.rate(), reader.channels(), Resampler::Sample::Int16);
    const bool isSpeech = reader.rate() == speechRate && reader.channels() == 1;
    SoundWriter writer(scratchDirectory);
    qint64 done = 0; // frames
    qint64 told = 0;
    while (true) {
        const auto block = reader.read();
        if (!block)
            return block.error();
        const bool isEnd = block->isEmpty();
        const QByteArray pcm = isSpeech ? *block : isEnd ? resampler.flush() : resampler.convert(*block);
        if (const auto kept = writer.append(pcm); !kept)
            return kept.error();
        if (isEnd)
            return writer.finish();
        done += block->size() / 2 / reader.channels();
        if (done - told < reader.rate() / 4)
            continue;
        told = done;
        if (!goOn(std::min(1.0, double(done) / double(reader.frames()))))
            return fileError(QCoreApplication::translate("Error", "reading it was cancelled"));
    }
}

} // namespace audio

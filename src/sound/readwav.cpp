// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/clip.h"

#include "sound/wavreader.h"

#include <QBuffer>
#include <QCoreApplication>

namespace audio {

namespace {

constexpr qint64 largestClip = 512LL * 1024 * 1024; // bytes of Int16

} // namespace

bool looksLikeWav(const QByteArray &file)
{
    return file.size() >= 12 &&
           (file.startsWith("RIFF") || file.startsWith("RIFX") || file.startsWith("RF64")) &&
           file.mid(8, 4) == "WAVE";
}

Result<Clip> readWav(const QByteArray &file)
{
    QBuffer buffer;
    buffer.setData(file);
    buffer.open(QIODevice::ReadOnly);
    const auto opened = WavReader::open(buffer);
    if (!opened)
        return opened.error();
    WavReader &reader = **opened;
    if (reader.frames() > largestClip / 2 / reader.channels())
        return fileError(QCoreApplication::translate("Error", "more than %1 MB of samples")
                             .arg(largestClip / 1024 / 1024));
    Clip clip{.rate = reader.rate(), .channels = reader.channels(), .pcm = {}};
    clip.pcm.reserve(reader.frames() * reader.channels() * 2);
    while (true) {
        const auto block = reader.read();
        if (!block)
            return block.error();
        if (block->isEmpty())
            break;
        clip.pcm += *block;
    }
    if (clip.pcm.isEmpty())
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));
    return clip;
}

} // namespace audio

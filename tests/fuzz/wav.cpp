// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/clip.h"
#include "sound/quality.h"

extern "C" int LLVMFuzzerTestOneInput(const char *bytes, size_t size)
{
    const auto clip = audio::readWav(QByteArray::fromRawData(bytes, qsizetype(size)));
    if (clip && clip->length() < std::chrono::seconds(20))
        (void)audio::toFloats(audio::toSpeech(*clip));
    return 0;
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/endpoints/fields.h"

#include <vector>

namespace server {

//! The audio of a form, checked and decoded.
struct Recording
{
    QByteArray wav;             //!< what is kept: the file as it was sent, raw pcm in a wav file
    std::vector<float> samples; //!< 16 kHz mono
};

//! From the part `file` (sniffed: whatever its type or name says) and, for raw pcm, `sample_rate` and
//! `channel`. Nothing where there is no such part. Errors: also those of the fields that were read before.
Result<std::optional<Recording>> readRecording(FormFields &form);

//! The start of a wav file, as much as the engine hears, 16 kHz mono: a compressed file may hold an hour in 4
//! MB. Errors (File): no wav, damaged, without sound.
Result<std::vector<float>> speechIn(const QByteArray &wav);

} // namespace server

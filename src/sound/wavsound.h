// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/sound.h"

#include <functional>

namespace audio {

//! Reads a wav file of any length, in any sample format that readWav() takes, as 16 kHz mono sound in a
//! nameless file in \a scratchDirectory; for any thread but the GUI's. \a goOn is told from time to time
//! which share (0 to 1) is done, and ends it by false. Errors: File, in readWav()'s words, or because \a goOn
//! ended it; Storage.
Result<std::shared_ptr<const Sound>> readWavSound(const QString &path, const QString &scratchDirectory,
                                                  const std::function<bool(double share)> &goOn);

} // namespace audio

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/sound.h"

#include <functional>

class QIODevice;

namespace audio {

//! Reads the sound of a file of any length and kind as 16 kHz mono in nameless files in \a scratchDirectory;
//! for any thread but the GUI's. Of several tracks that is the one that the file marks as its default, or the
//! first in which somebody speaks if nobody speaks there; tracks in which somebody speaks, too, are its
//! others(). \a goOn is told from time to time which share (0 to 1) is done, and ends it by false. Errors:
//! File, in words for the user: what is wrong with it, more than \a limit, or because \a goOn ended it;
//! Storage.
Result<std::shared_ptr<const Sound>> readSound(QIODevice &file, const QString &scratchDirectory,
                                               std::chrono::milliseconds limit,
                                               const std::function<bool(double share)> &goOn);

//! The same of the file at \a path. Errors (File): those of checkFile(), too.
Result<std::shared_ptr<const Sound>> readSoundFile(const QString &path, const QString &scratchDirectory,
                                                   std::chrono::milliseconds limit,
                                                   const std::function<bool(double share)> &goOn);

//! Why \a path is no file that can be read, for the user: a folder, a pipe, a name that is not UTF-8, no
//! rights, nothing in it.
Result<Nothing> checkFile(const QString &path);

} // namespace audio

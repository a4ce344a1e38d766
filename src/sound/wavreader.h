// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "sound/sound.h"

#include <QByteArray>

#include <functional>
#include <memory>

class QIODevice;

namespace audio {

//! Reads the samples of a wav file block by block, through libsndfile: what readWav() and readWavSound()
//! share.
class WavReader
{
public:
    //! \a file: random access; it must outlive the reader. Errors (File): not a wav file, damaged, no
    //! samples, a rate that is not fit for voices, or shorter than its header promises (streams that promise
    //! 0 or 2^32-1 are fine).
    static Result<std::unique_ptr<WavReader>> open(QIODevice &file);
    ~WavReader();

    int rate() const;      //!< Hz
    int channels() const;  //!< 1 to 32
    qint64 frames() const; //!< in all
    //! The next frames, as interleaved Int16; empty after the last. Errors (File): the file cannot be read
    //! on.
    Result<QByteArray> read();

private:
    WavReader();
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

//! Reads a wav file of any length, in any sample format that readWav() takes, as 16 kHz mono sound in a
//! nameless file in \a scratchDirectory; for any thread but the GUI's. \a goOn is told from time to time
//! which share (0 to 1) is done, and ends it by false. Errors: File, in readWav()'s words, or because \a goOn
//! ended it; Storage.
Result<std::shared_ptr<const Sound>> readWavSound(const QString &path, const QString &scratchDirectory,
                                                  const std::function<bool(double share)> &goOn);

} // namespace audio

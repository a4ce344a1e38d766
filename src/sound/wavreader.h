// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <memory>

class QIODevice;

namespace audio {

//! Reads the samples of a wav file block by block, through libsndfile, and what that does not know through
//! the system's decoders: what readWav() and readSound() share.
class WavReader
{
public:
    //! \a file: random access; it must outlive the reader. Errors (File): not a wav file, damaged, no
    //! samples, or a rate that is not fit for voices.
    static Result<std::unique_ptr<WavReader>> open(QIODevice &file);
    ~WavReader();

    int rate() const;       //!< Hz
    int channels() const;   //!< 1 to 32
    double share() const;   //!< of the file that was read, 0 to 1
    QString remark() const; //!< what is missing, for the user; empty where all is there
    //! The next frames, as interleaved Int16; empty after the last. Errors (File): the file cannot be read
    //! on.
    Result<QByteArray> read();

private:
    WavReader();
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace audio

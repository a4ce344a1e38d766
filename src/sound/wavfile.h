// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

#include <QByteArray>
#include <QFile>

namespace audio {

inline constexpr qint64 wavHeaderSize = 44;
inline constexpr quint32 unknownLength = 0xFFFFFFFF; //!< what streaming programs write before they know

//! The 44 bytes before the samples of a 16-bit wav file whose samples take \a bytes.
QByteArray wavHeader(int rate, int channels, quint32 bytes);

//! A wav file that grows while it is recorded and can be read at any moment: its header says "length unknown"
//! until finish(). Mode 0600.
class WavFile
{
public:
    WavFile(const QString &path, int rate, int channels);
    //! Makes the file; fails (Storage) if it is already there.
    Result<Nothing> open();
    //! Appends interleaved Int16 samples. After an error (Storage, a full disk) what was written before stays
    //! readable.
    Result<Nothing> append(const QByteArray &pcm);
    //! Forces what was appended onto the disk.
    Result<Nothing> sync();
    //! Takes back what was appended beyond the first \a bytes of samples, whole frames.
    Result<Nothing> cut(qint64 bytes);
    //! Whether it is still where it was made: its folder may have been moved or removed.
    bool isInPlace() const { return QFile::exists(m_file.fileName()); }
    //! Writes the true length into the header and closes. Where it is not in its place any more a copy is
    //! made there, with the folder and the one around it, if they are missing.
    Result<Nothing> finish();
    std::chrono::milliseconds length() const;

private:
    Result<Nothing> copyToPlace();
    QFile m_file;
    int m_rate;
    int m_channels;
    qint64 m_bytes = 0;
};

//! Writes the true length into the header of a wav file whose recording was cut off (by a crash, say) and
//! tells it; a file that is complete is left as it is. Errors (File): it cannot be read, or is not a wav file
//! of WavFile's.
Result<std::chrono::milliseconds> mendWavFile(const QString &path);

} // namespace audio

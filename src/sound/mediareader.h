// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>

class QIODevice;

namespace audio {

//! One of the sounds of a file.
struct SoundTrack
{
    int rate = 0; //!< Hz
    int channels = 0;
    bool isDefault = false; //!< as the file says
    QString name = {};      //!< its title or its language, as the file says; may be empty
};

//! Reads the sound tracks of a file of any container and codec block by block, through FFmpeg's libraries. It
//! reads nothing but the file: no playlist leads it elsewhere.
class MediaReader
{
public:
    //! Some frames of one track, interleaved Int16.
    struct Block
    {
        int track = 0;
        QByteArray pcm = {};
    };

    //! \a file: random access; it must outlive the reader. \a format: FFmpeg's name of what it is; else that
    //! is found out. Errors (File), in words for the user: what it is instead of sound, no sound track,
    //! damaged, protected, a codec or a library that is not there.
    static Result<std::unique_ptr<MediaReader>> open(QIODevice &file, const char *format = nullptr);
    ~MediaReader();

    //! At least one, at most mostTracks: those that can be decoded.
    const QList<SoundTrack> &tracks() const;
    static constexpr int mostTracks = 16;
    //! The next block; its pcm is empty after the last. Errors (File): nothing of the file can be decoded.
    Result<Block> read();
    //! Of the file that was read, 0 to 1.
    double share() const;
    //! Seconds of \a track that the file promises; 0 where it does not say.
    double promised(int track) const;

private:
    MediaReader();
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

//! The endings of file names of everything that FFmpeg's libraries read, text and pictures too; and of other
//! names for the same.
QStringList mediaSuffixes();

} // namespace audio

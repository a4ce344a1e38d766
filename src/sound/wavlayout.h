// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

class QIODevice;

namespace audio {

//! Some bytes of samples in a file.
struct WavPart
{
    qint64 offset = 0;
    qint64 length = 0;
};

//! How the samples of a wav file, and what tells their form, lie in it.
struct WavLayout
{
    QByteArray format = {}; //!< the content of its format chunk
    QByteArray fact = {};   //!< of its fact chunk, which compressed forms need
    bool isBigEndian = false;
    QList<WavPart> parts = {}; //!< in their order: of all data chunks, and of wav files of one form in a row
    qint64 missing = 0;        //!< bytes that a header promises and that are not there
    bool leavesSound = false;  //!< whether a wav file of another form follows, which is left out

    qint64 length() const; //!< bytes of samples
};

//! Walks the chunks of a RIFF, RIFX, RF64, BW64 or Wave64 file (a random-access device) as the best readers
//! do: sizes are believed only as far as the file reaches, and a size written before it was known (0, about
//! 2^31 or 2^32, a round number) promises nothing. nullopt where there are no samples, no format comes before
//! them, or it is no such file.
std::optional<WavLayout> findWavLayout(QIODevice &file);

} // namespace audio

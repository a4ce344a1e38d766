// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArrayView>

#include <optional>

namespace audio {

inline constexpr qint64 headLength = 64 * 1024; //!< bytes that tell what a file is

//! What a file is, by its first bytes.
struct FileKind
{
    enum class Sort { Sound, Page, Text, Playlist, Notes, Archive, Protected, Other };
    Sort sort = Sort::Sound;
    const char *name = nullptr; //!< with its article, such as "an AMR file"; context FileKind

    QString translated() const;
};

//! Any kind but wav that \a head (the first headLength bytes) shows beyond doubt: a mark that raw samples may
//! have by chance counts only if what must follow it does. nullopt: unknown, or raw samples.
std::optional<FileKind> kindOf(QByteArrayView head);

//! Whether \a content cannot be 16-bit samples: bytes that stand at odd places are spread like those at even
//! ones, as in packed or compressed sound. In 16-bit samples the high byte hardly varies.
bool isPacked(QByteArrayView content);

//! Whether \a head is of something that never holds sound.
bool isOtherThanSound(QByteArrayView head);

//! Why there is no sound in a file that begins with \a head, and what to do, for the user. \a isOpened: its
//! container could be read, so that what is missing are its tracks.
Error noSoundIn(QByteArrayView head, bool isOpened);
Error protectedSound();

} // namespace audio

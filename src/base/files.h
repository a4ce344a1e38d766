// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>

//! Files that only their owner may read: voices are biometric data.
namespace files {

//! Makes \a path, with mode 0700, and its parents; the mode of a folder that is there is left as it is.
Result<Nothing> makePrivateDirectory(const QString &path);

//! The same for a data folder. Refused where something else lies in it and no database of ours (lost+found
//! and hidden files aside). What is ours in it becomes private again.
Result<Nothing> claimDataFolder(const QString &path);

//! What was renamed, made or removed in the folder has reached the disk.
void syncFolder(const QString &path);

//! Gives the file mode 0600.
Result<Nothing> makePrivate(const QString &path);

//! Replaces \a path by \a content, mode 0600: afterwards either the old or the new file is there, whole.
Result<Nothing> write(const QString &path, const QByteArray &content);

//! The content of \a path; an error (File) if it cannot be read or is longer than \a maxBytes.
Result<QByteArray> read(const QString &path, qint64 maxBytes);

} // namespace files

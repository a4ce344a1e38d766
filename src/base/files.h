// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>

//! Files that only their owner may read: voices are biometric data.
namespace files {

//! Makes \a path and its parents; the last folder gets mode 0700 even if it was there.
Result<Nothing> makePrivateDirectory(const QString &path);

//! Gives the file mode 0600.
Result<Nothing> makePrivate(const QString &path);

//! Replaces \a path by \a content, mode 0600: afterwards either the old or the new file is there, whole.
Result<Nothing> write(const QString &path, const QByteArray &content);

//! The content of \a path; an error (File) if it cannot be read or is longer than \a maxBytes.
Result<QByteArray> read(const QString &path, qint64 maxBytes);

} // namespace files

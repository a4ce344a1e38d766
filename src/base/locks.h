// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>

//! Locks of files, which keep two programs from writing to one data folder; many network drives have none.
namespace locks {

inline constexpr qint64 impossible = -37; //!< code of cannotLock()

//! Whether files in \a folder can be locked, by trying both kinds of lock on a new one; true where none can
//! be made there, which is another trouble.
bool canLock(const QString &folder);

//! Error Storage: \a folder cannot lock files, and what to do.
Error cannotLock(const QString &folder);

} // namespace locks

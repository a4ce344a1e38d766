// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"

class QSettings;

//! A saved connection as the current group of a QSettings has it.
namespace connectionentry {

//! Nothing where the entry is damaged, or written by a version that knows more.
std::optional<SavedConnection> read(const QSettings &entry, const QString &id);

//! Keys that are not this version's are left as they are.
void write(QSettings &entry, const SavedConnection &connection);

} // namespace connectionentry

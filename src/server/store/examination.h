// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"

#include <QStringList>

namespace server {

//! Everything in a server.db, gone over: every page, what belongs to what, every value's range and every
//! checksum; of a backup its manifest too. What is wrong, one sentence each, the first hundred; empty where
//! nothing is. Of a file of the version before checksums only the first three can be told. Errors: Storage
//! (what cannot be read at all is a finding, not an error).
Result<QStringList> examine(sqlite::Database &database);

//! Makes a copy of a server.db a backup: notes what it holds, and a checksum over all of that.
Result<Nothing> writeManifest(sqlite::Database &database);

} // namespace server

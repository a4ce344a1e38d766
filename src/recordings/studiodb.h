// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"
#include "recordings/drafts.h"

//! studio.db: what this computer keeps for its user, in one file. Whoever keeps something there opens it for
//! itself, in its own thread.
namespace studiodb {

//! Opens or makes studio.db in \a dataDirectory, which it makes too, both private. Two threads may do so at
//! the same time.
Result<sqlite::Database> open(const QString &dataDirectory);

//! \a when as it is kept in a column: milliseconds since 1970, 0 where there is none.
qint64 time(const QDateTime &when);
QDateTime time(qint64 milliseconds);
//! The consent in the columns \a column (who) and the next one (when).
Consent consent(const sqlite::Statement &row, int column);

} // namespace studiodb

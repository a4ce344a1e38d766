// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QStringList>

#include <stop_token>

namespace server {

//! What a data directory or a backup of it holds.
struct Holdings
{
    qint64 groups = 0;
    qint64 voiceprints = 0;
    bool operator==(const Holdings &) const = default;
};

//! Everything that the server keeps in \a dataDirectory, recordings too, as one new file (mode 0600); also
//! while a server is at work there. Either the whole file appears, gone over once more, or none. Errors:
//! Storage (no data there, a damaged or newer database, \a file exists or cannot be written, \a stop asked
//! for an end).
Result<Holdings> backUp(const QString &dataDirectory, const QString &file, std::stop_token stop = {});

//! What \a file would bring, after everything in it was gone over. Errors: Storage (no backup, damaged,
//! newer, \a stop asked for an end).
Result<Holdings> inspectBackup(const QString &file, std::stop_token stop = {});

//! Whether the directory holds groups already, which a restoration would replace. Errors: Storage.
Result<Holdings> holdings(const QString &dataDirectory);

//! Goes over everything that is kept in \a dataDirectory, also while a server is at work there: what is
//! wrong, one sentence each. Errors: Storage (no data there, not a database of ours, \a stop asked for an
//! end).
Result<QStringList> checkAll(const QString &dataDirectory, std::stop_token stop = {});

//! Removes what a restoration into \a dataDirectory has left that was cut short. Only under the directory's
//! lock.
void removeUnfinished(const QString &dataDirectory);

//! Puts the content of \a file in the place of everything that is kept in \a dataDirectory, at once or not at
//! all; what was there stays until the new one has opened and served. Errors: those of inspectBackup();
//! Storage where a server is at work there.
Result<Holdings> restore(const QString &dataDirectory, const QString &file, std::stop_token stop = {});

} // namespace server

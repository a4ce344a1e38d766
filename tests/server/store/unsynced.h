// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>

#include <functional>

//! A disk under SQLite that remembers what a power cut would leave: of every file below one folder the
//! content of its last sync, besides what was written since.
namespace unsynced {

//! What is on the disk at one moment.
struct Disk
{
    QHash<QByteArray, QByteArray> synced;  //!< by file name
    QHash<QByteArray, QByteArray> written; //!< the same and what was written since
};

//! From now on SQLite's standard disk; \a moment is called before every write, sync and deletion.
void watch(const QByteArray &folder, std::function<void(const Disk &)> moment);
void stopWatching();

} // namespace unsynced

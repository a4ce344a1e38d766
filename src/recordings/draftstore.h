// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/drafts.h"
#include "recordings/studiostore.h"

//! The drafts on disk: rows in studio.db, wav files in drafts/. Blocks; used by one thread.
class DraftStore : public StudioStore
{
public:
    explicit DraftStore(const QString &dataDirectory);

    //! Every draft that has a sound file. Files without a row are adopted, headers that a crash left open are
    //! closed, rows without a file are removed.
    Result<QList<Draft>> load();
    Result<Nothing> put(const Draft &draft);
    Result<Nothing> remove(const QString &id, const QString &path);

    //! Makes the data directory and its folder for sound files, private.
    static Result<Nothing> makeFolders(const QString &dataDirectory);
    static QString folder(const QString &dataDirectory);

private:
    Result<QList<Draft>> rows();
    void removeHalves();
};

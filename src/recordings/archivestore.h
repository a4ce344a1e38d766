// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/archive.h"
#include "recordings/studiodb.h"

//! The kept recordings on disk: rows in studio.db, wav files in archive/. Blocks; used by one thread.
class ArchiveStore : public StudioStore
{
public:
    explicit ArchiveStore(const QString &dataDirectory);

    //! Every recording that is whole; what is half is deleted. Where studio.db knows of none at all it may be
    //! studio.db that was lost: then sound files stay.
    Result<QList<Recording>> recordings();
    //! How many sound files there are.
    qsizetype count() const { return files({QStringLiteral("*.wav")}).size(); }

    //! Keeps it all or, with an error, nothing: then the recording that it replaces is still there.
    Result<Nothing> keep(const Recording &recording, const QByteArray &wav);
    Result<Nothing> update(const Recording &recording); //!< the words about it
    //! Goes on after an error, and tells the first.
    Result<Nothing> remove(const QStringList &ids);
    Result<Nothing> removeAll();

    static QString path(const QString &dataDirectory, const QString &id);

private:
    Result<QList<Recording>> rows();
    Result<QStringList> idsOf(const VoiceprintKey &voiceprint);
    Result<Nothing> insert(const Recording &recording);
    Result<Nothing> removeRows(const QStringList &ids);
    QStringList files(const QStringList &patterns) const; //!< the paths of all such in the folder
};

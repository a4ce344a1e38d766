// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"
#include "library/archive.h"

//! The kept recordings and the consents on disk: rows in studio.db, wav files in archive/. Blocks; used by
//! one thread.
class ArchiveStore
{
public:
    explicit ArchiveStore(const QString &dataDirectory)
        : m_dataDirectory(dataDirectory)
    {}

    //! Every recording that is whole; what is half is deleted.
    Result<QList<KeptRecording>> recordings();
    Result<QHash<VoiceprintKey, NotedConsent>> consents();

    //! Keeps it all or, with an error, nothing: then the recording that it replaces is still there.
    Result<Nothing> keep(const KeptRecording &recording, const QByteArray &wav);
    //! Goes on after an error, and tells the first.
    Result<Nothing> remove(const QStringList &ids);
    Result<Nothing> removeAll();

    Result<Nothing> noteConsent(const VoiceprintKey &voiceprint, const NotedConsent &noted);
    Result<Nothing> forgetConsent(const VoiceprintKey &voiceprint);

    static QString path(const QString &dataDirectory, const QString &id);

private:
    static QString folder(const QString &dataDirectory);
    Result<Nothing> open();
    Result<QList<KeptRecording>> rows();
    Result<QStringList> idsOf(const VoiceprintKey &voiceprint);
    Result<Nothing> insert(const KeptRecording &recording);
    Result<Nothing> removeRows(const QStringList &ids);
    QStringList files() const; //!< the paths of all in the folder, also of what was being written

    const QString m_dataDirectory;
    std::optional<sqlite::Database> m_database;
};

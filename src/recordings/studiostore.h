// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/process.h"
#include "recordings/recording.h"
#include "recordings/studiodatabase.h"

#include <QHash>
#include <QStringList>

#include <optional>

//! What this computer keeps for its user: rows in studio.db, and for each recording a wav file in drafts/ or
//! archive/. Blocks; used by one thread.
class StudioStore
{
public:
    explicit StudioStore(const QString &dataDirectory)
        : m_dataDirectory(dataDirectory)
    {}

    //! studio.db, opened or made when it is first asked for; its folder too, both private. An error where the
    //! folder has moved since.
    Result<StudioDatabase *> database();
    //! What of the table is damaged, as far as it was read.
    std::optional<Error> damage(const StudioTable &table) const
    {
        return m_database ? m_database->damage(table) : std::nullopt;
    }

    //! Every draft that has a sound file. Files without a row, or with a damaged one, are adopted, headers
    //! that a crash left open are closed, rows without a file are removed.
    Result<QList<Recording>> drafts();
    //! Every kept recording; what is half is deleted. Where studio.db knows of none at all, or has lost some,
    //! sound files stay.
    Result<QList<Recording>> kept();
    //! How many sound files of kept recordings there are.
    qsizetype countKeptFiles() const;

    //! Writes the row of \a recording.
    Result<Nothing> put(const Recording &recording);
    //! Keeps row and sound or, with an error, nothing: then the recording that it replaces is still there.
    Result<Nothing> keep(const Recording &recording, const QByteArray &wav);
    //! Removes rows and files. Goes on after an error, and tells the first.
    Result<Nothing> remove(Recording::State state, const QStringList &ids);
    Result<Nothing> removeAllKept();

    Result<QHash<VoiceprintKey, NotedConsent>> consents();
    //! Replaces what is noted of \a voiceprint; removes it where \a noted names nobody.
    Result<Nothing> put(const VoiceprintKey &voiceprint, const NotedConsent &noted);

    //! Makes \a dataDirectory and its folder for the wav files of \a state, both private.
    static Result<Nothing> makeFolder(const QString &dataDirectory, Recording::State state);
    //! The wav file of the recording \a id.
    static QString path(const QString &dataDirectory, Recording::State state, const QString &id);

private:
    Result<QList<Recording>> rows(Recording::State state);
    Result<Nothing> removeRows(Recording::State state, const QStringList &ids);
    QStringList files(Recording::State state, const QStringList &patterns) const; //!< their paths

    const QString m_dataDirectory;
    std::optional<StudioDatabase> m_database;
};

//! The one thread in which StudioStore works, in the order in which it was asked. Shared by all who keep
//! something there: the last to go waits until all is done.
class StudioDisk
{
public:
    explicit StudioDisk(const QString &dataDirectory);
    ~StudioDisk() { m_thread.waitForDone(); }

    const QString &dataDirectory() const { return m_dataDirectory; }

    //! Runs \a work there and hands what it returns to \a deliver in the GUI thread, if \a receiver still
    //! lives then.
    template <std::invocable<StudioStore &> Work, class Deliver>
    void run(QObject *receiver, Work work, Deliver deliver)
    {
        inBackground(
            receiver, [this, work = std::move(work)] { return work(m_store); }, std::move(deliver),
            &m_thread);
    }

private:
    const QString m_dataDirectory;
    StudioStore m_store;
    QThreadPool m_thread;
};

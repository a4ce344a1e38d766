// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/archive.h"
#include "recordings/archivestore.h"
#include "recordings/consentstore.h"
#include "recordings/diskthread.h"

#include <QCoreApplication>
#include <QFile>

//! What is on the disk, as far as it can be read.
struct Archive::Loaded
{
    QList<KeptRecording> recordings;
    QHash<VoiceprintKey, NotedConsent> consents;
};

//! Where all of it is kept.
struct Archive::Stores
{
    explicit Stores(const QString &dataDirectory)
        : recordings(dataDirectory)
        , consents(dataDirectory)
    {}
    ArchiveStore recordings;
    ConsentStore consents;
};

//! The one thread that writes the archive, in the order in which it was changed.
class Archive::Disk : public DiskThread<Stores, Archive>
{
public:
    using DiskThread::DiskThread;

    //! Where \a work fails, of \a made and \a unmade memory keeps those whose files are there.
    void write(std::function<Result<Nothing>(Stores &)> work, const QList<KeptRecording> &made = {},
               const QList<KeptRecording> &unmade = {})
    {
        start([this, work = std::move(work), made, unmade](Stores &stores) {
            const auto written = work(stores);
            if (written)
                return;
            QStringList gone;
            for (const KeptRecording &recording : made) {
                if (!QFile::exists(recording.path))
                    gone << recording.id;
            }
            QList<KeptRecording> back = unmade;
            back.removeIf([](const KeptRecording &recording) { return !QFile::exists(recording.path); });
            tell([gone, back, error = written.error()](Archive *archive) {
                archive->revert(gone, back, error);
            });
        });
    }

    static Error unknownRecordings(int count, const QString &dataDirectory)
    {
        return {.kind = Error::Kind::Storage,
                .detail =
                    QCoreApplication::translate(
                        "Error", "of %n kept recording(s) in %1 nothing is known any more; they stay there",
                        nullptr, count)
                        .arg(dataDirectory)};
    }

    void load(int clearing)
    {
        start([this, clearing](Stores &stores) {
            const auto recordings = stores.recordings.recordings();
            const auto consents = stores.consents.load();
            if (!recordings || !consents) {
                const Error error = recordings ? consents.error() : recordings.error();
                return tell([error](Archive *archive) { emit archive->failed(error); });
            }
            const auto strays = recordings->isEmpty() ? stores.recordings.count() : 0;
            tell([loaded = Loaded{*recordings, *consents}, clearing, strays](Archive *archive) {
                archive->adopt(loaded, clearing);
                if (strays > 0 && clearing == archive->m_clearings)
                    emit archive->failed(unknownRecordings(int(strays), archive->m_dataDirectory));
            });
        });
    }
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "recordings/recording.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QStringList>

#include <functional>
#include <memory>

class StudioDisk;
class StudioStore;

//! Enrolment recordings kept after their upload (wav files in archive/, rows in studio.db), and for every
//! voiceprint who consented. Memory is changed at once, the disk in its own thread, in order; what fails
//! there is told by failed(), and memory then says again what the disk holds.
//!
//! A consent is no copy of a voice: it stays as long as its voiceprint, or a kept recording of it, is
//! anywhere; where neither is, it goes.
class Archive : public QObject
{
    Q_OBJECT
public:
    explicit Archive(std::shared_ptr<StudioDisk> disk, QObject *parent = nullptr);

    //! Reads the disk, then changed(). What a crash left half, a file without a row or a row without a file,
    //! is deleted. Every other call may come before it is done.
    void load();
    QList<Recording> all() const { return m_recordings; } //!< newest first
    QList<Recording> of(const QString &connection, const QString &voiceprintId) const;
    QList<Recording> ofGroup(const QString &connection, const QString &groupId) const;

    //! What an enrolment that succeeded leaves here: who consented, and where \a keepsSound the recording.
    void noteEnrolment(const Recording &enrolled, const QByteArray &wav, bool keepsSound);
    //! Keeps \a wav under what \a about says of it (its id and path are made here, created and length where
    //! they are empty); a recording of the same voiceprint is replaced.
    void keep(const Recording &about, const QByteArray &wav);
    //! The words about the recording \a about.id are these from now on.
    void update(const Recording &about);
    void remove(const QStringList &ids); //!< file and row; deleting really deletes
    //! Every recording. The consents stay of all whose voiceprint is still there.
    void removeAll();

    //! Notes who consented to a voiceprint; kept whether or not its recording is.
    void noteConsent(const QString &connection, const QString &voiceprintId, const Consent &consent,
                     const QString &groupId = {});
    Consent consent(const QString &connection, const QString &voiceprintId) const
    {
        return m_consents.value({connection, voiceprintId}).consent;
    }
    //! The voiceprints of a group for which a consent is noted.
    QStringList consented(const QString &connection, const QString &groupId) const;
    void forgetConsent(const QString &connection, const QString &voiceprintId)
    {
        put({connection, voiceprintId}, {});
    }
    //! As the service has just told, the group holds \a voiceprintIds and no others; none where it was
    //! deleted. The consent of one that is gone goes, unless a recording of it is kept: then with that. A
    //! consent noted since the start is not judged: the list may be from before.
    void noteMembers(const QString &connection, const QString &groupId, const QStringList &voiceprintIds);

signals:
    void changed();
    void failed(const Error &error);

private:
    struct Loaded;
    void adopt(const Loaded &loaded, int clearing);
    //! Where \a work fails, of \a made and \a unmade memory keeps those whose files are there.
    void write(std::function<Result<Nothing>(StudioStore &)> work, const QList<Recording> &made = {},
               const QList<Recording> &unmade = {});
    //! \a gone is not on the disk after all, \a back still is.
    void revert(const QStringList &gone, const QList<Recording> &back, const Error &error);
    bool holds(const VoiceprintKey &voiceprint) const
    {
        return !of(voiceprint.first, voiceprint.second).isEmpty();
    }
    void sort();
    void put(const VoiceprintKey &voiceprint, const NotedConsent &noted);
    void forgetUnkept(const VoiceprintKey &voiceprint);

    const std::shared_ptr<StudioDisk> m_disk;
    QList<Recording> m_recordings;
    QSet<QString> m_removed;                       //!< so that load() does not bring them back
    int m_clearings = 0;                           //!< how often all was removed
    QHash<VoiceprintKey, NotedConsent> m_consents; //!< one without a name was forgotten
    QSet<VoiceprintKey> m_newConsents;             //!< since the start
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/consents.h"

//! Enrolment recordings kept after their upload (wav files in archive/, rows in studio.db), and for every
//! voiceprint who consented. Memory is changed at once, the disk in a thread of its own, in order; what
//! fails there is told by failed(), and memory then says again what the disk holds.
class Archive : public QObject
{
    Q_OBJECT
public:
    explicit Archive(const QString &dataDirectory, QObject *parent = nullptr);
    ~Archive() override; //!< waits for what is still to be written

    //! Reads (off this thread), then changed(). What a crash left half, a file without a row or a row without
    //! a file, is deleted. Every other call may come before it is done.
    void load();
    QList<Recording> all() const; //!< newest first
    QList<Recording> of(const QString &connection, const QString &voiceprintId) const;
    QList<Recording> ofGroup(const QString &connection, const QString &groupId) const;

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
    Consent consent(const QString &connection, const QString &voiceprintId) const;
    //! The voiceprints of a group for which a consent is noted.
    QStringList consented(const QString &connection, const QString &groupId) const;
    void forgetConsent(const QString &connection, const QString &voiceprintId);
    //! As the service has just told, the group holds \a voiceprintIds and no others; none where it was
    //! deleted. The consent of one that is gone goes, unless a recording of it is kept: then with that.
    void noteMembers(const QString &connection, const QString &groupId, const QStringList &voiceprintIds);

signals:
    void changed();
    void failed(const Error &error);

private:
    class Disk;
    struct Stores;
    struct Loaded;
    void adopt(const Loaded &loaded, int clearing);
    //! \a gone is not on the disk after all, \a back still is.
    void revert(const QStringList &gone, const QList<Recording> &back, const Error &error);
    bool holds(const VoiceprintKey &voiceprint) const;
    void forgetUnkept(const QList<Recording> &removed);
    void sort();

    const QString m_dataDirectory;
    QList<Recording> m_recordings;
    QSet<QString> m_removed; //!< so that load() does not bring them back
    int m_clearings = 0;     //!< how often all was removed
    std::unique_ptr<Disk> m_disk;
    Consents m_consents;
};

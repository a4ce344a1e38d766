// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "recordings/identification.h"

#include <QObject>
#include <QSet>
#include <QStringList>

#include <functional>

class StudioDisk;
class StudioStore;

//! Every test that was made, on this computer alone: rows in studio.db, and for each clip that the user keeps
//! a wav file in tests/. Memory is changed at once, the disk in its own thread, in order. What fails there is
//! told by failed(): a test that could not be written stays in memory, one that could not be deleted comes
//! back.
class History : public QObject
{
    Q_OBJECT
public:
    explicit History(std::shared_ptr<StudioDisk> disk, QObject *parent = nullptr);

    //! Reads the disk, then changed(); clips without a row are deleted, damaged rows left out and counted in
    //! failed(). Every other call may come before it is done.
    void load();
    const QList<Identification> &all() const { return m_all; } //!< oldest first
    std::optional<Identification> find(const QString &id) const;

    //! Keeps what is known of a test, under a new id, which it gives; and \a wav, unless that is empty.
    QString add(Identification test, const QByteArray &wav = {});
    //! What the user says of who spoke in the test \a id.
    void setTruth(const QString &id, const Truth &truth);
    //! Rows and clips; deleting really deletes.
    void remove(const QStringList &ids);
    void removeAll();
    //! The ids of the tests that are about a voiceprint, see Identification::isOf().
    QStringList of(const VoiceprintKey &voiceprint) const;
    qint64 clipBytes() const; //!< of all kept clips
    QString clipPath(const QString &id) const;

signals:
    void changed();
    void failed(const Error &error);

private:
    struct Loaded;
    void adopt(const Loaded &loaded);
    void write(std::function<Result<Nothing>(StudioStore &)> work, const QList<Identification> &unmade = {});
    std::shared_ptr<const Gallery> shared(const Gallery &gallery);

    const std::shared_ptr<StudioDisk> m_disk;
    QList<Identification> m_all;
    QList<std::shared_ptr<const Gallery>> m_galleries; //!< each once
    QSet<QString> m_removed;                           //!< so that load() does not bring them back
    bool m_isCleared = false;                          //!< before load() was done
    bool m_isLoaded = false;
};

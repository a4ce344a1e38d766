// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "recordings/recording.h"

#include <QList>
#include <QObject>
#include <QSet>

#include <memory>
#include <optional>

//! The recordings on this computer that were not sent yet: wav files in drafts/, rows in studio.db. Memory is
//! changed at once, the disk in a thread of its own, in order; a write that fails is told by failed() and the
//! draft stays in memory.
class Drafts : public QObject
{
    Q_OBJECT
public:
    explicit Drafts(const QString &dataDirectory, QObject *parent = nullptr);
    ~Drafts() override; //!< waits for what is still to be written

    //! Reads studio.db and drafts/ (off this thread), adopts wav files that a crash left without a row, mends
    //! the headers of files that were being recorded, then emits changed(). Every other call may come before
    //! it is done.
    void load();

    //! A new draft with an id and a path of its own; its wav file is the Recorder's to make, or saved by
    //! keep().
    Recording create(Recording draft);
    void update(const Recording &draft);
    //! Removes row and file: after a success or by the user's hand.
    void remove(const QString &id);
    QList<Recording> all() const; //!< newest first
    std::optional<Recording> find(const QString &id) const;

signals:
    void changed();
    void failed(const Error &error);

private:
    class Disk;
    void adopt(const Result<QList<Recording>> &loaded);
    void sort();

    std::unique_ptr<Disk> m_disk;
    const QString m_dataDirectory;
    QList<Recording> m_drafts;
    QSet<QString> m_removed; //!< so that load() does not bring them back
};

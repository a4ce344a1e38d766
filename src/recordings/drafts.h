// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "recordings/recording.h"

#include <QList>
#include <QObject>
#include <QSet>

#include <functional>
#include <memory>
#include <optional>

class StudioDisk;
class StudioStore;

//! The recordings on this computer that were not sent yet: wav files in drafts/, rows in studio.db. Memory is
//! changed at once, the disk in its own thread, in order; a write that fails is told by failed() and the
//! draft stays in memory.
class Drafts : public QObject
{
    Q_OBJECT
public:
    explicit Drafts(std::shared_ptr<StudioDisk> disk, QObject *parent = nullptr);

    //! Reads the disk, adopts wav files that a crash left without a row, mends the headers of files that were
    //! being recorded, then emits changed(). Every other call may come before it is done.
    void load();

    //! A new draft with an id and a path of its own; whoever asks for it makes the wav file.
    Recording create(Recording draft);
    void update(const Recording &draft);
    //! Removes row and file: after a success or by the user's hand.
    void remove(const QString &id);
    QList<Recording> all() const { return m_drafts; } //!< newest first
    std::optional<Recording> find(const QString &id) const;

signals:
    void changed();
    void failed(const Error &error);

private:
    void adopt(const Result<QList<Recording>> &loaded);
    void write(std::function<Result<Nothing>(StudioStore &)> work);

    const std::shared_ptr<StudioDisk> m_disk;
    QList<Recording> m_drafts;
    QSet<QString> m_removed; //!< so that load() does not bring them back
};

//! The draft of a desk, and the one beside it that is being made: while something is recorded or written both
//! are on disk, so that neither can be lost.
class DeskDraft
{
public:
    void attach(Drafts *drafts) { m_drafts = drafts; }

    const Recording &now() const { return m_now; }
    bool isKept() const { return !m_now.id.isEmpty(); }
    void set(const Recording &draft) { m_now = draft; }
    //! Changes what is said of the recording, also of one that is being made.
    void describe(const std::function<void(Recording &)> &change);
    void setLength(std::chrono::milliseconds length) { m_now.length = length; } //!< in memory
    //! Makes sure that there is one.
    void keep(std::chrono::milliseconds length);
    //! The file goes; what is said of the recording stays.
    void discard()
    {
        if (!isKept())
            return;
        m_drafts->remove(m_now.id);
        m_now = fresh();
    }

    //! Another draft for the same purpose, to be recorded or written.
    const Recording &begin(std::chrono::milliseconds length = {});
    const Recording &pending() const { return m_pending; }
    //! Also on disk.
    void setPendingLength(std::chrono::milliseconds length)
    {
        m_pending.length = length;
        m_drafts->update(m_pending);
    }
    //! The other one takes this one's place, which goes.
    void adopt();
    void removePending() { m_drafts->remove(std::exchange(m_pending, {}).id); }
    void forgetPending() { m_pending = {}; } //!< it stays among the unsent recordings

private:
    Recording fresh() const;

    Drafts *m_drafts = nullptr;
    Recording m_now;
    Recording m_pending;
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"
#include "recordings/drafts.h"

#include <QMetaObject>
#include <QThreadPool>

#include <functional>
#include <optional>

//! studio.db: what this computer keeps for its user, in one file. Whoever keeps something there opens it for
//! itself, in its own thread.
namespace studiodb {

//! Opens or makes studio.db in \a dataDirectory, which it makes too, both private. Two threads may do so at
//! the same time.
Result<sqlite::Database> open(const QString &dataDirectory);

//! \a when as it is kept in a column: milliseconds since 1970, 0 where there is none.
qint64 time(const QDateTime &when);
QDateTime time(qint64 milliseconds);
//! The consent in the columns \a column (who) and the next one (when).
Consent consent(const sqlite::Statement &row, int column);

} // namespace studiodb

//! A part of studio.db, opened when it is first used, perhaps with a folder of sound files beside it. Blocks;
//! used by one thread.
class StudioStore
{
protected:
    //! \a folder: the name of its folder in \a dataDirectory; empty for none.
    explicit StudioStore(const QString &dataDirectory, const QString &folder = {});

    //! Also makes both folders, private. Every other use of the database comes after it.
    Result<Nothing> open();
    sqlite::Database &database() { return *m_database; }

    //! Steps through \a statement to its end.
    static Result<Nothing> forEachRow(sqlite::Statement &statement,
                                      const std::function<void(const sqlite::Statement &)> &take);

    //! Good too where there is no such file.
    static Result<Nothing> removeFile(const QString &path);
    //! The path of \a folder in \a dataDirectory.
    static QString place(const QString &dataDirectory, const QString &folder);

    const QString m_dataDirectory;

private:
    const QString m_folder;
    std::optional<sqlite::Database> m_database;
};

//! The one thread in which a Store works for its Owner, in the order in which it was asked. It ends when all
//! is done, which whoever destroys it waits for.
template <class Store, class Owner>
class DiskThread
{
public:
    DiskThread(const QString &dataDirectory, Owner *owner)
        : m_store(dataDirectory)
        , m_owner(owner)
    {
        m_thread.setMaxThreadCount(1);
    }
    ~DiskThread() { m_thread.waitForDone(); }

    void start(std::function<void(Store &)> work)
    {
        m_thread.start([this, work = std::move(work)] { work(m_store); });
    }

    //! Runs \a news in the thread of the owner, who lives as long as this; what is still queued when it goes
    //! is dropped.
    void tell(std::function<void(Owner *)> news)
    {
        QMetaObject::invokeMethod(
            m_owner, [owner = m_owner, news = std::move(news)] { news(owner); }, Qt::QueuedConnection);
    }

private:
    Store m_store;
    Owner *m_owner;
    QThreadPool m_thread;
};

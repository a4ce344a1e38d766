// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"
#include "server/store/reserve.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace server {

//! Runs \a check, PRAGMA quick_check(1) or integrity_check(1). Errors: Storage, where it finds damage.
Result<Nothing> checkPages(sqlite::Database &database, const char *check);

//! The file server.db, open: one caller at a time, and what is deleted does not stay readable in its log.
//! Every function may be called from any thread. Errors: Storage; Busy, when it is closed.
class ServerDatabase
{
public:
    static const sqlite::Schema &schema();
    //! A file whose pages are damaged is opened to be read; a write gives an error then. \a holdsPlace:
    //! whether what is in \a directory is still this server's alone.
    static Result<std::unique_ptr<ServerDatabase>> open(
        const QString &directory, std::function<bool()> holdsPlace = [] { return true; });

    //! What \a work(database) returns, which runs alone.
    template <class Work>
    auto read(Work work) -> std::invoke_result_t<Work, sqlite::Database &>
    {
        return m_main.use(work);
    }
    //! The same beside all others, for what takes a while.
    template <class Work>
    auto readApart(Work work) -> std::invoke_result_t<Work, sqlite::Database &>
    {
        return m_apart.use(work);
    }
    //! The same as read(), all or nothing; an error (and lost() is told) where it would be lost, because the
    //! folder was moved, removed or taken over.
    template <class Work>
    auto write(Work work) -> std::invoke_result_t<Work, sqlite::Database &>
    {
        if (m_isDamaged)
            return damaged();
        return read([&](sqlite::Database &database) -> std::invoke_result_t<Work, sqlite::Database &> {
            if (isLost(database))
                return lost();
            auto done = database.transaction([&] { return work(database); });
            if (isLost(database))
                return lost();
            return done;
        });
    }
    //! The same where something is deleted or overwritten: afterwards it cannot be read in the log either. On
    //! a full disk the reserve is given up for it.
    template <class Work>
    Result<Nothing> erase(Work work)
    {
        Result<Nothing> done = write(work);
        if (!done && Reserve::isFull(done.error()))
            done = eraseOnFullDisk([&] { return write(work); });
        if (done)
            scrub();
        return done;
    }

    //! Whether its pages are damaged: then it is only read.
    bool isDamaged() const { return m_isDamaged; }
    //! Looks through a large file after an end that was none (a small one was looked through by open());
    //! where it is damaged, nothing is written any more. Takes a while, delays nobody.
    Result<Nothing> lookForDamage();
    //! Closes the file; every later call gives an error.
    void close();

private:
    //! A connection to the file, for one caller at a time.
    struct Door
    {
        template <class Work>
        auto use(Work work) -> std::invoke_result_t<Work, sqlite::Database &>
        {
            const std::lock_guard lock(mutex);
            if (!database)
                return Error{.kind = Error::Kind::Busy,
                             .detail = QStringLiteral("the server is stopping: try again soon")};
            return work(*database);
        }
        void close()
        {
            const std::lock_guard lock(mutex);
            database.reset();
        }
        std::mutex mutex;
        std::optional<sqlite::Database> database;
    };

    ServerDatabase(sqlite::Database main, sqlite::Database apart, const QString &directory,
                   std::function<bool()> holdsPlace);
    static Error damaged();
    static Error lost();
    bool isLost(const sqlite::Database &database) const { return database.hasMoved() || !m_holdsPlace(); }
    void findDamaged(const Error &error);
    Result<Nothing> eraseOnFullDisk(const std::function<Result<Nothing>()> &erase);
    Result<bool> shrink();
    //! Moves the log into the file, so that nothing deleted stays readable in it: now, or as soon as whoever
    //! reads beside us, such as a backup, is done.
    void scrub();
    bool tryToScrub();
    void scrubUntilDone(const std::stop_token &stop);

    Door m_main;
    Door m_apart;
    const QString m_path;
    const std::function<bool()> m_holdsPlace;
    const Reserve m_reserve;
    bool m_isUnchecked = false;
    std::atomic<bool> m_isDamaged = false;

    std::mutex m_scrubMutex;
    std::condition_variable_any m_scrubWanted;
    bool m_owesScrub = false;
    std::jthread m_scrubbing; // the last to be made, the first to end
};

} // namespace server

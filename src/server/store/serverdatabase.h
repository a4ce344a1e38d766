// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"

#include <atomic>
#include <condition_variable>
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
    static Result<std::unique_ptr<ServerDatabase>> open(const QString &directory);

    //! What \a work(database) returns, which runs alone.
    template <class Work>
    auto read(Work work) -> std::invoke_result_t<Work, sqlite::Database &>
    {
        const std::lock_guard lock(m_mutex);
        if (!m_database)
            return Error{.kind = Error::Kind::Busy,
                         .detail = QStringLiteral("the server is stopping: try again soon")};
        return work(*m_database);
    }
    //! The same, all or nothing.
    template <class Work>
    auto write(Work work) -> std::invoke_result_t<Work, sqlite::Database &>
    {
        if (m_isDamaged)
            return damaged();
        return read(
            [&](sqlite::Database &database) { return database.transaction([&] { return work(database); }); });
    }
    //! The same where something is deleted or overwritten: afterwards it cannot be read in the log either.
    template <class Work>
    Result<Nothing> erase(Work work)
    {
        const Result<Nothing> done = write(work);
        if (done)
            scrub();
        return done;
    }

    //! Looks through a large file after an end that was none (a small one was looked through by open());
    //! where it is damaged, nothing is written any more. Takes a while, delays nobody.
    Result<Nothing> lookForDamage();
    //! Closes the file; every later call gives an error.
    void close();

private:
    ServerDatabase(sqlite::Database database, QString path);
    static Error damaged();
    //! Moves the log into the file, so that nothing deleted stays readable in it: now, or as soon as whoever
    //! reads beside us, such as a backup, is done.
    void scrub();
    bool tryToScrub();
    void scrubUntilDone(const std::stop_token &stop);

    std::mutex m_mutex;
    std::optional<sqlite::Database> m_database;
    const QString m_path;
    bool m_isUnchecked = false;
    std::atomic<bool> m_isDamaged = false;

    std::mutex m_scrubMutex;
    std::condition_variable_any m_scrubWanted;
    bool m_owesScrub = false;
    std::jthread m_scrubbing; // the last to be made, the first to end
};

} // namespace server

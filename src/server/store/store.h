// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sqlite.h"
#include "base/wire.h"
#include "server/http/http.h"
#include "server/http/multipart.h"

#include <QList>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace server {

struct GroupRow
{
    qint64 id = 0;
    QString name = {};
    QString description = {};
    QString creator = {};
    qint64 created = 0; //!< seconds since 1970, as all times here
    qint64 updated = 0;
    qint64 voiceprints = 0;
};

struct VoiceprintRow
{
    qint64 id = 0;
    qint64 group = 0;
    QString name = {};
    QString description = {};
    QString creator = {};
    qint64 created = 0;
    qint64 updated = 0;
};

template <class Row>
struct Rows
{
    QList<Row> items = {};
    qint64 total = 0; //!< of all pages
};

struct GroupFilter
{
    QString prefix = {}; //!< of the name
    std::optional<qint64> id = {};
};

//! What is kept of enrolment audio.
struct Enrolment
{
    QByteArray wav;
    QByteArray engine; //!< the id of the engine that made the statistics
    QByteArray statistics;
};

//! A voiceprint as scoring needs it.
struct MemberRow
{
    qint64 id = 0;
    QString name = {};
    QString description = {};
    QByteArray engine = {};
    QByteArray statistics = {};
};

//! Groups and voiceprints in server.db. Every function may be called from any thread; a write has reached the
//! disk when it returns. Errors: NotFound, Refused (a quota), Storage.
class Store
{
public:
    static const sqlite::Schema &schema();
    //! \a creator: the name that new rows carry.
    static Result<std::unique_ptr<Store>> open(const QString &directory, const QString &creator);

    qint64 ownerId() const { return m_owner; } //!< of the one user of this data directory

    Result<qint64> addGroup(const QString &name, const QString &description);
    //! Newest first.
    Result<Rows<GroupRow>> groups(const GroupFilter &filter, const Page &page);
    Result<Nothing> changeGroup(qint64 id, const Text &name, const Text &description);
    Result<Nothing> removeGroup(qint64 id);

    //! Whether a voiceprint could be added now.
    Result<Nothing> checkRoom(qint64 group);
    Result<qint64> addVoiceprint(qint64 group, const QString &name, const QString &description,
                                 const Enrolment &enrolment);
    //! Oldest first.
    Result<Rows<VoiceprintRow>> voiceprints(qint64 group, const Page &page);
    Result<Nothing> checkVoiceprint(qint64 group, qint64 id);
    Result<Nothing> changeVoiceprint(qint64 group, qint64 id, const Text &name, const Text &description,
                                     const std::optional<Enrolment> &enrolment);
    Result<Nothing> removeVoiceprint(qint64 group, qint64 id);
    Result<QByteArray> wav(qint64 group, qint64 id);

    Result<QList<MemberRow>> members(qint64 group);
    struct Outdated
    {
        qint64 group = 0;
        MemberRow row = {};
    };
    //! The first voiceprint after \a last that another engine has made.
    Result<std::optional<Outdated>> outdated(const QByteArray &engine, qint64 last);
    //! Replaces statistics of another engine, unless the voiceprint has changed meanwhile.
    Result<Nothing> renewStatistics(const MemberRow &old, const QByteArray &engine,
                                    const QByteArray &statistics);

    //! Looks through a large file after an end that was none (a small one was looked through by open());
    //! where it is damaged, nothing is written any more. Takes a while, delays nobody.
    Result<Nothing> lookForDamage();
    //! Closes the file; every later call gives an error.
    void close();

private:
    Store(sqlite::Database database, QString path, QString creator);
    static Error damage();
    Result<Nothing> findOwner();
    //! Moves the log into the file, so that nothing deleted stays readable in it: now, or as soon as whoever
    //! reads beside us, such as a backup, is done.
    void scrub();
    bool tryToScrub();
    void scrubUntilDone(const std::stop_token &stop);

    //! Runs \a work on the database, alone.
    template <class Work>
    auto read(Work work) -> std::invoke_result_t<Work, sqlite::Database &>
    {
        const std::lock_guard lock(m_mutex);
        if (!m_database)
            return refusal(wire::code::rateLimited, QStringLiteral("the server is stopping: try again soon"));
        return work(*m_database);
    }
    //! The same, all or nothing.
    template <class Work>
    auto write(Work work) -> std::invoke_result_t<Work, sqlite::Database &>
    {
        if (m_isDamaged)
            return damage();
        return read(
            [&](sqlite::Database &database) { return database.transaction([&] { return work(database); }); });
    }

    std::mutex m_mutex;
    std::optional<sqlite::Database> m_database;
    const QString m_path;
    const QString m_creator;
    bool m_isUnchecked = false;
    std::atomic<bool> m_isDamaged = false;
    qint64 m_owner = 0;

    std::mutex m_scrubMutex;
    std::condition_variable_any m_scrubWanted;
    bool m_owesScrub = false;
    std::jthread m_scrubbing; // the last to be made, the first to end
};

} // namespace server

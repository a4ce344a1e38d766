// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/rows.h"
#include "server/store/serverdatabase.h"

namespace server {

//! Which rows of a list are wanted.
struct Slice
{
    qint64 offset = 0;
    int size = 10; //!< at most
};

//! A slice of a list.
template <class Row>
struct Rows
{
    QList<Row> items = {};
    qint64 total = 0; //!< of the whole list
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

//! Groups and voiceprints in server.db. Every function may be called from any thread; a write has reached the
//! disk when it returns. What is read is held against its checksum: a row that is damaged, or has vanished,
//! is listed with damagedMark and refused otherwise (Storage), and everybody else is served. Errors:
//! NotFound, Quota, Busy (the store is closed), Storage.
class Store
{
public:
    //! \a creator: the name that new rows carry. \a holdsPlace: as in ServerDatabase.
    static Result<std::unique_ptr<Store>> open(
        const QString &directory, const QString &creator,
        std::function<bool()> holdsPlace = [] { return true; });

    qint64 ownerId() const { return m_owner; } //!< of the one user of this data directory

    Result<qint64> addGroup(const QString &name, const QString &description);
    //! Newest first.
    Result<Rows<GroupRow>> groups(const GroupFilter &filter, const Slice &slice);
    Result<Nothing> changeGroup(qint64 id, const std::optional<QString> &name,
                                const std::optional<QString> &description);
    Result<Nothing> removeGroup(qint64 id);

    //! Whether a voiceprint could be added now.
    Result<Nothing> checkRoom(qint64 group);
    Result<qint64> addVoiceprint(qint64 group, const QString &name, const QString &description,
                                 const Enrolment &enrolment);
    //! Oldest first.
    Result<Rows<VoiceprintRow>> voiceprints(qint64 group, const Slice &slice);
    Result<Nothing> checkVoiceprint(qint64 group, qint64 id);
    Result<Nothing> changeVoiceprint(qint64 group, qint64 id, const std::optional<QString> &name,
                                     const std::optional<QString> &description,
                                     const std::optional<Enrolment> &enrolment);
    Result<Nothing> removeVoiceprint(qint64 group, qint64 id);
    //! Waits for nobody who writes.
    Result<QByteArray> wav(qint64 group, qint64 id);

    Result<QList<MemberRow>> members(qint64 group);
    //! The first voiceprint after \a last that another engine has made.
    Result<std::optional<MemberRow>> outdated(const QByteArray &engine, qint64 last);
    //! Replaces statistics of another engine, unless the voiceprint has changed meanwhile.
    Result<Nothing> renewStatistics(const MemberRow &old, const QByteArray &engine,
                                    const QByteArray &statistics);

    Result<Nothing> lookForDamage() { return m_database->lookForDamage(); }
    //! Every later call gives an error.
    void close() { m_database->close(); }

private:
    Store(std::unique_ptr<ServerDatabase> database, QString creator)
        : m_database(std::move(database))
        , m_creator(std::move(creator))
    {}
    Result<Nothing> findOwner();

    const std::unique_ptr<ServerDatabase> m_database;
    const QString m_creator;
    qint64 m_owner = 0;
};

} // namespace server

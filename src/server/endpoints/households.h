// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "speaker/engines.h"

#include <QCache>

#include <atomic>
#include <memory>
#include <mutex>

namespace server {

//! The voiceprint of \a row as \a engine makes it: as it is kept, or computed anew and kept. Nothing, where
//! the kept audio is damaged or too little for this engine. Errors: Storage.
Result<std::optional<speaker::Voiceprint>> currentVoiceprint(Store &store, const speaker::Engine &engine,
                                                             const MemberRow &row);

//! Renews every voiceprint of another engine, one after the other, until \a isStopping. The next start goes
//! on from there. A group that is asked for meanwhile is renewed at once. The engine is loaded only where
//! there is something to renew.
void renewAll(Store &store, speaker::Engines &engines, const std::atomic<bool> &isStopping);

//! One group, ready to score.
struct Members
{
    struct Person
    {
        MemberRow row; //!< without its statistics
        bool isScored; //!< false: the kept audio is damaged, or too little for this engine
    };
    std::string engine; //!< the id of the one that scores
    QList<Person> people;
    std::shared_ptr<const speaker::Household> household; //!< scores those who are scored, in order
};

//! Keeps the models of the groups that were asked for last. After a write, forget() the group.
class Households
{
public:
    Households(Store &store, speaker::Engines &engines);

    //! From memory or from the store; statistics of another engine are computed anew from the kept audio.
    Result<std::shared_ptr<const Members>> of(qint64 group);
    void forget(qint64 group);

private:
    Result<std::shared_ptr<const Members>> load(qint64 group);

    Store &m_store;
    speaker::Engines &m_engines;
    std::mutex m_mutex;
    QCache<qint64, std::shared_ptr<const Members>> m_recent{16};
    quint64 m_forgotten = 0; // how often: a household loaded across a write is not kept
};

} // namespace server

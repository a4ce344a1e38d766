// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/activity.h"

#include "net/client.h"
#include "recordings/studiostore.h"

#include <QMutex>

//! Counts that are on their way to the disk: Activity counts, the disk thread takes all there are at once.
//! What it could not write waits for the next time.
class Activity::Unwritten
{
public:
    struct Outcome
    {
        std::optional<Tallies> kept = {}; //!< what was there before the first writing
        std::optional<Error> error = {};
    };

    //! Whether write() must be asked for: nobody is on the way to it.
    bool add(const Tallies::key_type &day, const Tally &more)
    {
        const QMutexLocker locker(&m_mutex);
        const bool isAsked = !m_tallies.isEmpty() && !m_hasFailed;
        m_tallies[day] += more;
        return !isAsked;
    }
    bool isEmpty()
    {
        const QMutexLocker locker(&m_mutex);
        return m_tallies.isEmpty();
    }
    Outcome write(StudioStore &store)
    {
        Outcome outcome;
        const auto database = store.database();
        if (!database)
            return fail(database.error(), {});
        // The counts are read before the first writing, so that none is in what was read and counted here
        // too.
        if (!m_hasRead) {
            const auto kept = read(**database);
            if (!kept)
                return fail(kept.error(), {});
            m_hasRead = true;
            outcome.kept = *kept;
            outcome.error = store.damage(studiotable::callCounts);
        }
        Tallies batch;
        {
            const QMutexLocker locker(&m_mutex);
            m_hasFailed = false;
            batch = std::exchange(m_tallies, {});
        }
        if (const auto added = add(batch, **database); !added)
            outcome.error = fail(added.error(), batch).error;
        return outcome;
    }

private:
    static Result<Tallies> read(StudioDatabase &database)
    {
        const auto entries = database.rows(studiotable::callCounts, [](const sqlite::Row &row) {
            constexpr int at = StudioDatabase::first;
            return std::pair(
                Tallies::key_type(row.text(at), QDate::fromString(row.text(at + 1), Qt::ISODate)),
                Tally{int(row.integer(at + 2)), int(row.integer(at + 3))});
        });
        if (!entries)
            return entries.error();
        Tallies tallies;
        for (const auto &entry : *entries) {
            if (entry.isWhole)
                tallies[entry.content.first] = entry.content.second;
        }
        (void)database.closeGaps(studiotable::callCounts);
        return tallies;
    }
    // On top of what is there, unless that is damaged: all of it, or with an error nothing.
    static Result<Nothing> add(const Tallies &more, StudioDatabase &database)
    {
        if (more.isEmpty())
            return Nothing{};
        return database.write(studiotable::callCounts, [&](sqlite::Database &open) -> Result<Nothing> {
            for (auto it = more.cbegin(); it != more.cend(); ++it) {
                const auto &[connection, date] = it.key();
                const QString day = date.toString(Qt::ISODate);
                const auto before = open.one(
                    "SELECT calls, billed FROM call_counts WHERE connection = ?1 AND day = ?2"
                    " AND sum = checksum(connection, day, calls, billed)",
                    [](const sqlite::Row &row) { return std::pair(row.integer(0), row.integer(1)); },
                    connection, day);
                if (!before)
                    return before.error();
                const auto [calls, billed] = before->value_or(std::pair<qint64, qint64>());
                if (auto put = StudioDatabase::put(open, studiotable::callCounts, connection, day,
                                                   calls + it->calls, billed + it->billed);
                    !put)
                    return put;
            }
            return Nothing{};
        });
    }
    Outcome fail(const Error &error, const Tallies &unwritten)
    {
        const QMutexLocker locker(&m_mutex);
        m_hasFailed = true;
        for (auto it = unwritten.cbegin(); it != unwritten.cend(); ++it)
            m_tallies[it.key()] += *it;
        return {.error = error};
    }

    bool m_hasRead = false;
    QMutex m_mutex; // for what follows
    Tallies m_tallies;
    bool m_hasFailed = false; // nobody is on the way to write m_tallies
};

Activity::Activity(std::shared_ptr<StudioDisk> disk, Clock clock, QObject *parent)
    : QObject(parent)
    , m_clock(std::move(clock))
    , m_unwritten(std::make_shared<Unwritten>())
    , m_disk(std::move(disk))
{
    m_midnight.setSingleShot(true);
    connect(&m_midnight, &QTimer::timeout, this, [this] {
        awaitMidnight();
        emit countsChanged({});
    });
    awaitMidnight();
}

Activity::~Activity()
{
    m_disk->run(
        nullptr,
        [unwritten = m_unwritten](StudioStore &store) {
            return unwritten->isEmpty() ? Unwritten::Outcome() : unwritten->write(store);
        },
        [](const Unwritten::Outcome &) {});
}

void Activity::awaitMidnight()
{
    const QDateTime now = m_clock();
    m_midnight.start(
        std::chrono::milliseconds(1 + qMax(qint64(0), now.msecsTo(now.date().addDays(1).startOfDay()))));
}

void Activity::write()
{
    m_disk->run(
        this, [unwritten = m_unwritten](StudioStore &store) { return unwritten->write(store); },
        [this](const Unwritten::Outcome &outcome) {
            const Tallies kept = outcome.kept.value_or(Tallies());
            for (auto it = kept.cbegin(); it != kept.cend(); ++it)
                m_tallies[it.key()] += *it;
            if (outcome.kept)
                emit countsChanged({});
            if (outcome.error && !std::exchange(m_hasToldFailure, true))
                emit failed(*outcome.error);
        });
}

void Activity::follow(Client *client)
{
    connect(client, &Client::exchanged, this, &Activity::record, Qt::UniqueConnection);
}

void Activity::record(const Exchange &exchange)
{
    keep(exchange);
    emit recorded(exchange);
    if (exchange.isMedia || isSignIn(exchange))
        return;
    const QDateTime begun = exchange.at.isValid() ? exchange.at.toLocalTime() : m_clock();
    const Tallies::key_type day{exchange.connectionId, begun.date()};
    const Tally one{.calls = 1, .billed = exchange.billed ? 1 : 0};
    m_tallies[day] += one;
    if (m_unwritten->add(day, one))
        write();
    emit countsChanged(exchange.connectionId);
}

void Activity::keep(const Exchange &exchange)
{
    m_exchanges.append(exchange);
    m_answerBytes += exchange.answer.size();
    while (m_exchanges.size() > maxExchanges) {
        m_answerBytes -= m_exchanges.first().answer.size();
        m_exchanges.removeFirst();
        ++m_goneCount;
    }
    for (Exchange &old : m_exchanges) {
        if (m_answerBytes <= maxAnswerBytes)
            break;
        m_answerBytes -= old.answer.size();
        old.answer.clear();
    }
}

void Activity::forget()
{
    m_goneCount += m_exchanges.size();
    m_exchanges.clear();
    m_answerBytes = 0;
    emit forgotten();
}

CallCounts Activity::counts(const QString &connectionId) const
{
    const QDate today = m_clock().date();
    CallCounts counts;
    for (auto it = m_tallies.cbegin(); it != m_tallies.cend(); ++it) {
        const auto &[id, day] = it.key();
        if (id != connectionId)
            continue;
        counts.inAll += it->calls;
        counts.billedInAll += it->billed;
        if (day != today)
            continue;
        counts.today += it->calls;
        counts.billedToday += it->billed;
    }
    return counts;
}

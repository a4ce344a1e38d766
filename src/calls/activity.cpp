// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/activity.h"

#include "net/client.h"

#include <QMutex>
#include <QThreadPool>

Result<Tallies> ActivityStore::load()
{
    if (auto opened = open(); !opened)
        return opened.error();
    Tallies tallies;
    sqlite::Statement counts = database().prepare("SELECT connection, day, calls, billed FROM call_counts");
    const auto read = forEachRow(counts, [&tallies](const sqlite::Statement &row) {
        tallies[{row.text(0), QDate::fromString(row.text(1), Qt::ISODate)}] = {int(row.integer(2)),
                                                                               int(row.integer(3))};
    });
    if (!read)
        return read.error();
    return tallies;
}

Result<Nothing> ActivityStore::add(const Tallies &more)
{
    if (auto opened = open(); !opened)
        return opened.error();
    return database().transaction([&]() -> Result<Nothing> {
        for (auto it = more.cbegin(); it != more.cend(); ++it) {
            const auto &[connection, day] = it.key();
            auto added = database()
                             .prepare("INSERT INTO call_counts (connection, day, calls, billed)"
                                      " VALUES (?, ?, ?, ?) ON CONFLICT (connection, day) DO UPDATE SET"
                                      " calls = calls + excluded.calls, billed = billed + excluded.billed")
                             .bind(connection)
                             .bind(day.toString(Qt::ISODate))
                             .bind(qint64(it->calls))
                             .bind(qint64(it->billed))
                             .run();
            if (!added)
                return added.error();
        }
        return Nothing{};
    });
}

//! The one thread that keeps the counts. What it could not write waits for the next time.
class Activity::Disk
{
public:
    Disk(const QString &dataDirectory, Activity *activity)
        : m_store(dataDirectory)
        , m_activity(activity)
    {
        m_thread.setMaxThreadCount(1);
    }
    ~Disk()
    {
        m_thread.waitForDone();
        if (!m_waiting.isEmpty())
            work();
    }

    void load()
    {
        m_thread.start([this] { work(); });
    }

    void add(const Tallies::key_type &day, const Tally &more)
    {
        const QMutexLocker locker(&m_mutex);
        const bool isAsked = !m_waiting.isEmpty() && !m_hasFailed;
        m_waiting[day] += more;
        if (!isAsked)
            m_thread.start([this] { work(); });
    }

private:
    void work()
    {
        // The counts are read before the first writing, so that none is in what was read and counted here
        // too.
        if (!m_hasRead) {
            const auto kept = m_store.load();
            if (!kept)
                return fail(kept.error(), {});
            m_hasRead = true;
            tell([activity = m_activity, kept = *kept] { activity->adopt(kept); });
        }
        Tallies batch;
        {
            const QMutexLocker locker(&m_mutex);
            m_hasFailed = false;
            batch = std::exchange(m_waiting, {});
        }
        if (batch.isEmpty())
            return;
        if (const auto added = m_store.add(batch); !added)
            fail(added.error(), batch);
    }

    void fail(const Error &error, const Tallies &unwritten)
    {
        const QMutexLocker locker(&m_mutex);
        m_hasFailed = true;
        for (auto it = unwritten.cbegin(); it != unwritten.cend(); ++it)
            m_waiting[it.key()] += *it;
        if (!std::exchange(m_hasTold, true))
            tell([activity = m_activity, error] { emit activity->failed(error); });
    }

    // ~Activity waits for this thread, so the receiver lives; what is still queued then is dropped with it.
    void tell(std::function<void()> news)
    {
        QMetaObject::invokeMethod(m_activity, std::move(news), Qt::QueuedConnection);
    }

    ActivityStore m_store;
    Activity *const m_activity;
    bool m_hasRead = false;
    bool m_hasTold = false;
    QMutex m_mutex; // for what follows
    Tallies m_waiting;
    bool m_hasFailed = false; // nobody is on the way to write m_waiting
    QThreadPool m_thread;
};

bool Activity::isSignIn(const Exchange &exchange)
{
    return exchange.url.path().contains(QLatin1String("/oauth2/"));
}

Activity::Activity(const QString &dataDirectory, QObject *parent)
    : Activity(
          dataDirectory, [] { return QDateTime::currentDateTime(); }, parent)
{}

Activity::Activity(const QString &dataDirectory, Clock clock, QObject *parent)
    : QObject(parent)
    , m_clock(std::move(clock))
    , m_disk(std::make_unique<Disk>(dataDirectory, this))
{
    m_midnight.setSingleShot(true);
    connect(&m_midnight, &QTimer::timeout, this, [this] {
        awaitMidnight();
        emit countsChanged({});
    });
    awaitMidnight();
}

Activity::~Activity() = default;

void Activity::awaitMidnight()
{
    const QDateTime now = m_clock();
    m_midnight.start(
        std::chrono::milliseconds(1 + qMax(qint64(0), now.msecsTo(now.date().addDays(1).startOfDay()))));
}

void Activity::load()
{
    m_disk->load();
}

void Activity::adopt(const Tallies &kept)
{
    for (auto it = kept.cbegin(); it != kept.cend(); ++it)
        m_tallies[it.key()] += *it;
    emit countsChanged({});
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
    m_disk->add(day, one);
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

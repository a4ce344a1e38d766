// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "net/exchange.h"

#include <QDate>
#include <QMap>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <utility>

class Client;
class StudioDisk;

//! So many calls, and how many of them were billed.
struct Tally
{
    int calls = 0;
    int billed = 0;

    Tally &operator+=(const Tally &other)
    {
        calls += other.calls;
        billed += other.billed;
        return *this;
    }
};

//! The tally of each connection's id on each day.
using Tallies = QMap<std::pair<QString, QDate>, Tally>;

//! How many calls a connection has taken; a day begins at midnight of local time.
struct CallCounts
{
    int today = 0;
    int inAll = 0;
    int billedToday = 0;
    int billedInAll = 0;
};

//! Every exchange since the start, and for each connection how many there have been ever: the counts are kept
//! in studio.db, a row for each connection and day.
//!
//! Every try of an API call counts, on the day on which it was begun, also one that got no answer: the
//! service may have counted it. Sound and pictures that are fetched, and OAuth, are listed but do not count:
//! they are no calls of the API.
class Activity : public QObject
{
    Q_OBJECT
public:
    using Clock = std::function<QDateTime()>;
    static constexpr int maxExchanges = 2000;
    static constexpr qint64 maxAnswerBytes = 16 * 1024 * 1024;

    //! Whether \a exchange is one of OAuth, of which neither token nor bodies are ever recorded.
    static bool isSignIn(const Exchange &exchange)
    {
        return exchange.url.path().contains(QLatin1String("/oauth2/"));
    }

    explicit Activity(
        std::shared_ptr<StudioDisk> disk, Clock clock = [] { return QDateTime::currentDateTime(); },
        QObject *parent = nullptr);
    ~Activity() override; //!< writes what could not be written before

    //! Reads the counts from the disk, then emits countsChanged(). What was counted before is added to
    //! them.
    void load() { write(); }
    void follow(Client *client); //!< records its exchanges from now on

    //! Oldest first. The very oldest go when there are more than maxExchanges; the texts of the oldest
    //! answers go when all of them together are longer than maxAnswerBytes.
    const QList<Exchange> &exchanges() const { return m_exchanges; }
    //! How many of the oldest are no longer in exchanges().
    qint64 goneCount() const { return m_goneCount; }
    void forget(); //!< empties exchanges(); the counts stay

    CallCounts counts(const QString &connectionId) const;

signals:
    void recorded(const Exchange &exchange);
    void forgotten(); //!< by forget()
    //! Also at midnight. An empty id: those of any connection.
    void countsChanged(const QString &connectionId);
    //! This computer does not keep the counts; told once. Counting goes on, and so does trying to keep them.
    void failed(const Error &error);

private:
    class Unwritten;
    void write();
    void record(const Exchange &exchange);
    void keep(const Exchange &exchange);
    void awaitMidnight();

    const Clock m_clock;
    QList<Exchange> m_exchanges;
    qint64 m_goneCount = 0;
    qint64 m_answerBytes = 0;
    Tallies m_tallies;
    QTimer m_midnight;
    bool m_hasToldFailure = false;
    const std::shared_ptr<Unwritten> m_unwritten;
    const std::shared_ptr<StudioDisk> m_disk;
};

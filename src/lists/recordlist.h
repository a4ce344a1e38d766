// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>

//! Records in order, found by their ids, each id once.
template <class Record>
class RecordList
{
public:
    bool isEmpty() const { return m_records.isEmpty(); }
    int size() const { return int(m_records.size()); }
    const Record &at(int row) const { return m_records.at(row); }
    const QList<Record> &all() const { return m_records; }
    //! The row of the record with this id, or -1.
    int rowOf(const QString &id) const { return m_rows.value(id, -1); }

    //! Those of \a records that are not in the list yet, each id once.
    QList<Record> unknownOf(const QList<Record> &records) const
    {
        QList<Record> unknown;
        QSet<QString> seen;
        for (const Record &record : records) {
            if (seen.contains(record.id) || m_rows.contains(record.id))
                continue;
            seen.insert(record.id);
            unknown << record;
        }
        return unknown;
    }

    void assign(QList<Record> records)
    {
        m_records = std::move(records);
        index();
    }
    void append(const QList<Record> &records)
    {
        for (const Record &record : records)
            m_rows.insert(record.id, int(m_rows.size()));
        m_records += records;
    }
    void insert(int row, const QList<Record> &records)
    {
        m_records = m_records.mid(0, row) + records + m_records.mid(row);
        index();
    }
    void remove(int first, int last)
    {
        m_records.remove(first, last - first + 1);
        index();
    }

private:
    void index()
    {
        m_rows.clear();
        for (int row = 0; row < size(); ++row)
            m_rows.insert(m_records.at(row).id, row);
    }

    QList<Record> m_records;
    QHash<QString, int> m_rows;
};

//! What has come of one list of a service: its rows, how far it was read, and when.
template <class Record>
struct ReadList
{
    RecordList<Record> rows = {};
    std::optional<qint64> total = {};
    int nextPage = 1;
    bool hasEnded = true; //!< there is nothing more to ask for
    QDateTime read = {};  //!< when its first page came; invalid where it has to be asked for anyway

    //! Whether it may be shown for what the service holds. By wall-clock time, which goes on while the
    //! machine sleeps.
    bool isValid(std::chrono::milliseconds lifetime) const
    {
        const qint64 age = read.isValid() ? read.msecsTo(QDateTime::currentDateTimeUtc()) : -1;
        return age >= 0 && age < lifetime.count();
    }
    bool isWhole(std::chrono::milliseconds lifetime) const { return isValid(lifetime) && hasEnded; }

    //! The rows that \a belongs accepts, as a list of their own; valid only if this list is complete.
    ReadList part(const std::function<bool(const Record &)> &belongs) const
    {
        QList<Record> found;
        for (int row = 0; row < rows.size(); ++row) {
            if (belongs(rows.at(row)))
                found << rows.at(row);
        }
        ReadList part;
        part.rows.assign(found);
        if (hasEnded) {
            part.total = part.rows.size();
            part.nextPage = 2;
            part.read = read;
        }
        return part;
    }
};

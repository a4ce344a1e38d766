// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

//! Records in order, found by their ids, each id once.
template <class Record>
class RecordList
{
public:
    bool isEmpty() const { return m_records.isEmpty(); }
    int size() const { return int(m_records.size()); }
    const Record &at(int row) const { return m_records.at(row); }
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

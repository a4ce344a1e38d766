// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lists/pagedmodel.h"
#include "lists/recordlist.h"

#include <functional>

//! One column: its heading (asked again after a change of language) and what it shows of a record.
template <class Record>
struct Column
{
    std::function<QString()> title;
    std::function<QVariant(const Record &)> text;
    std::function<QVariant(const Record &)> sortKey{}; // "= {}" breaks g++ 12
    Qt::Alignment alignment = Qt::AlignLeading | Qt::AlignVCenter;
};

//! The rows of a PagedModel: cells out of records, and the steps from one set of rows to another.
template <class Record>
class RecordRows : public PagedModel
{
public:
    const Record &record(int row) const { return m_rows.at(row); }
    std::optional<Record> find(const QString &id) const
    {
        const int row = rowOf(id);
        return row < 0 ? std::nullopt : std::optional<Record>(m_rows.at(row));
    }
    int rowOf(const QString &id) const override { return m_rows.rowOf(id); }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : m_rows.size();
    }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_columns.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid()) // a combo box in which nothing is chosen asks for that
            return {};
        Q_ASSERT(checkIndex(index, CheckIndexOption::ParentIsInvalid));
        const Record &shown = m_rows.at(index.row());
        const Column<Record> &column = m_columns.at(index.column());
        switch (role) {
        case Qt::DisplayRole:
            return column.text(shown);
        case Qt::TextAlignmentRole:
            return int(column.alignment);
        case IdRole:
            return shown.id;
        case SortRole:
            return column.sortKey ? column.sortKey(shown) : column.text(shown);
        default:
            return {};
        }
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return PagedModel::headerData(section, orientation, role);
        if (section < 0 || section >= m_columns.size())
            return {};
        switch (role) {
        case Qt::DisplayRole:
            return m_columns.at(section).title();
        case Qt::TextAlignmentRole:
            return int(m_columns.at(section).alignment);
        default:
            return {};
        }
    }

protected:
    RecordRows(QList<Column<Record>> columns, QObject *parent)
        : PagedModel(parent)
        , m_columns(std::move(columns))
    {}

    const RecordList<Record> &rows() const { return m_rows; }

    //! Other rows altogether.
    void setRows(const RecordList<Record> &rows)
    {
        if (m_rows.isEmpty() && rows.isEmpty())
            return;
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    void append(const QList<Record> &records)
    {
        if (records.isEmpty())
            return;
        beginInsertRows({}, m_rows.size(), m_rows.size() + int(records.size()) - 1);
        m_rows.append(records);
        endInsertRows();
    }
    //! Makes the rows those of \a fresh, step by step, so that a row whose id stays is the same row to
    //! whoever points at it.
    void replace(const QList<Record> &fresh)
    {
        RecordList<Record> wanted;
        wanted.assign(fresh);
        removeAllBut(wanted);
        reorder(wanted);
        insertMissing(wanted);
        m_rows = wanted;
        if (!m_rows.isEmpty())
            emit dataChanged(index(0, 0), index(m_rows.size() - 1, columnCount() - 1));
    }

private:
    void removeAllBut(const RecordList<Record> &wanted)
    {
        const auto isLost = [&](int row) { return wanted.rowOf(m_rows.at(row).id) < 0; };
        for (int last = m_rows.size() - 1; last >= 0; --last) {
            if (!isLost(last))
                continue;
            int first = last;
            while (first > 0 && isLost(first - 1))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.remove(first, last);
            endRemoveRows();
            last = first;
        }
    }
    void reorder(const RecordList<Record> &wanted)
    {
        QList<Record> sorted;
        bool isInOrder = true;
        for (int row = 0; row < wanted.size(); ++row) {
            const int old = m_rows.rowOf(wanted.at(row).id);
            if (old < 0)
                continue;
            isInOrder = isInOrder && old == sorted.size();
            sorted << m_rows.at(old);
        }
        if (isInOrder)
            return;
        emit layoutAboutToBeChanged({}, VerticalSortHint);
        RecordList<Record> reordered;
        reordered.assign(sorted);
        const QModelIndexList before = persistentIndexList();
        QModelIndexList after;
        for (const QModelIndex &old : before)
            after << index(reordered.rowOf(m_rows.at(old.row()).id), old.column());
        m_rows = reordered;
        changePersistentIndexList(before, after);
        emit layoutChanged({}, VerticalSortHint);
    }
    void insertMissing(const RecordList<Record> &wanted)
    {
        for (int row = 0; row < wanted.size(); ++row) {
            QList<Record> missing;
            for (int next = row; next < wanted.size() && m_rows.rowOf(wanted.at(next).id) < 0; ++next)
                missing << wanted.at(next);
            if (missing.isEmpty())
                continue;
            beginInsertRows({}, row, row + int(missing.size()) - 1);
            m_rows.insert(row, missing);
            endInsertRows();
        }
    }

    const QList<Column<Record>> m_columns;
    RecordList<Record> m_rows;
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/page.h"
#include "lists/pagedmodel.h"
#include "lists/recordlist.h"
#include "net/client.h"

#include <QHash>
#include <QPointer>

#include <algorithm>
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

//! The rows of a table: cells out of records, and the steps from one set of rows to another.
template <class Record, class Base = PagedModel>
class RecordRows : public Base
{
public:
    const Record &record(int row) const { return m_rows.at(row); }
    std::optional<Record> find(const QString &id) const { return at(rowOf(id)); }
    //! Nothing where \a row is none, as of a table in which nothing is selected.
    std::optional<Record> at(int row) const
    {
        return row < 0 || row >= m_rows.size() ? std::nullopt : std::optional<Record>(m_rows.at(row));
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
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override
    {
        if (!index.isValid()) // a combo box in which nothing is chosen asks for that
            return {};
        Q_ASSERT(this->checkIndex(index, Base::CheckIndexOption::ParentIsInvalid));
        const Record &shown = m_rows.at(index.row());
        const Column<Record> &column = m_columns.at(index.column());
        switch (role) {
        case Qt::DisplayRole:
            return column.text(shown);
        case Qt::TextAlignmentRole:
            return int(column.alignment);
        case Base::IdRole:
            return shown.id;
        case Base::SortRole:
            return column.sortKey ? column.sortKey(shown) : column.text(shown);
        default:
            return {};
        }
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override
    {
        if (orientation != Qt::Horizontal)
            return Base::headerData(section, orientation, role);
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
        : Base(parent)
        , m_columns(std::move(columns))
    {}

    const RecordList<Record> &rows() const { return m_rows; }

    //! Other rows altogether.
    void setRows(const RecordList<Record> &rows)
    {
        if (m_rows.isEmpty() && rows.isEmpty())
            return;
        this->beginResetModel();
        m_rows = rows;
        this->endResetModel();
    }
    void append(const QList<Record> &records)
    {
        if (records.isEmpty())
            return;
        this->beginInsertRows({}, m_rows.size(), m_rows.size() + int(records.size()) - 1);
        m_rows.append(records);
        this->endInsertRows();
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
            emit this->dataChanged(this->index(0, 0), this->index(m_rows.size() - 1, columnCount() - 1));
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
            this->beginRemoveRows({}, first, last);
            m_rows.remove(first, last);
            this->endRemoveRows();
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
        emit this->layoutAboutToBeChanged({}, Base::VerticalSortHint);
        RecordList<Record> reordered;
        reordered.assign(sorted);
        const QModelIndexList before = this->persistentIndexList();
        QModelIndexList after;
        for (const QModelIndex &old : before)
            after << this->index(reordered.rowOf(m_rows.at(old.row()).id), old.column());
        m_rows = reordered;
        this->changePersistentIndexList(before, after);
        emit this->layoutChanged({}, Base::VerticalSortHint);
    }
    void insertMissing(const RecordList<Record> &wanted)
    {
        for (int row = 0; row < wanted.size(); ++row) {
            QList<Record> missing;
            for (int next = row; next < wanted.size() && m_rows.rowOf(wanted.at(next).id) < 0; ++next)
                missing << wanted.at(next);
            if (missing.isEmpty())
                continue;
            this->beginInsertRows({}, row, row + int(missing.size()) - 1);
            m_rows.insert(row, missing);
            this->endInsertRows();
        }
    }

    const QList<Column<Record>> m_columns;
    RecordList<Record> m_rows;
};

//! A table of records that are all on this computer.
template <class Record>
class LocalModel : public RecordRows<Record, TableModel>
{
public:
    explicit LocalModel(QList<Column<Record>> columns, QObject *parent = nullptr)
        : RecordRows<Record, TableModel>(std::move(columns), parent)
    {}
    void setRecords(const QList<Record> &records)
    {
        RecordList<Record> rows;
        rows.assign(records);
        this->setRows(rows);
    }
};

//! The PagedModel of a record that has a QString id. It turns from list to list (the voiceprints of one
//! group, then of another) and keeps what has come of each, so that coming back costs no call while that is
//! good.
template <class Record>
class RecordModel final : public RecordRows<Record>
{
public:
    using Source = std::function<Request<Page<Record>>(int page, int size)>;

    RecordModel(QList<Column<Record>> columns, int pageSize, QObject *parent = nullptr,
                std::chrono::milliseconds keptFor = PagedModel::lifetime)
        : RecordRows<Record>(std::move(columns), parent)
        , m_pageSize(pageSize)
        , m_lifetime(keptFor)
    {}

    //! Turns to the list called \a key, which \a source reads: shows what is kept of it, and asks for nothing
    //! before refresh() or reload().
    void setSource(const QString &key, Source source)
    {
        putAside();
        m_key = key;
        m_source = std::move(source);
        show(m_kept.take(key));
    }
    //! Turns to another list for good: forgets every row.
    void setSource(Source source)
    {
        forget();
        m_key.clear();
        m_source = std::move(source);
    }
    //! Whether every row of the list \a key is here.
    bool isWhole(const QString &key) const { return listOf(key).isWhole(m_lifetime); }
    //! Makes the list \a key, unless it is known, from the rows of the list \a whole that \a belongs accepts.
    //! It need not be asked for if all of \a whole is here.
    void derive(const QString &key, const QString &whole, const std::function<bool(const Record &)> &belongs)
    {
        const ReadList<Record> list = listOf(whole);
        if (list.isValid(m_lifetime) && key != m_key && !m_kept.value(key).isValid(m_lifetime))
            keep(key, list.part(belongs));
    }

    void setClient(Client *client) override
    {
        forget();
        m_client = client;
    }
    void reload() override
    {
        stop();
        m_list.read = {};
        m_rereads = 0;
        m_misfit.reset();
        if (m_client && m_source)
            ask(1);
    }
    void refresh() override
    {
        if (isLoading() && m_asked == 1 && !m_isTouched)
            return;
        if (m_list.isValid(m_lifetime))
            emit this->loaded();
        else
            reload();
    }
    void touch(const QString &key) override
    {
        m_kept.remove(key);
        if (key == m_key)
            touchShown();
    }
    void touchAll() override
    {
        m_kept.clear();
        touchShown();
    }
    void clear() override
    {
        putAside();
        m_source = {};
        show({});
    }
    bool isRead() const override { return m_list.nextPage > 1; }
    std::optional<qint64> total() const override { return m_list.total; }

    bool canFetchMore(const QModelIndex &parent) const override
    {
        return !parent.isValid() && m_client && !isLoading() && !m_list.hasEnded;
    }
    void fetchMore(const QModelIndex &parent) override
    {
        if (canFetchMore(parent))
            ask(m_list.nextPage);
    }

    using RecordRows<Record>::isLoading;

private:
    using RecordRows<Record>::rows;
    using RecordRows<Record>::setLoading;

    void touchShown()
    {
        m_list.read = {};
        m_isTouched = true;
    }
    ReadList<Record> listOf(const QString &key) const
    {
        if (key != m_key || !m_source)
            return m_kept.value(key);
        ReadList<Record> list = m_list;
        list.rows = rows();
        return list;
    }
    void putAside()
    {
        stop();
        if (m_source && m_list.isValid(m_lifetime))
            keep(m_key, listOf(m_key));
    }
    //! When too many are kept, the one that was read first is dropped.
    void keep(const QString &key, const ReadList<Record> &list)
    {
        constexpr int most = 200;
        m_kept.insert(key, list);
        if (m_kept.size() > most)
            m_kept.erase(std::min_element(m_kept.begin(), m_kept.end(),
                                          [](const auto &a, const auto &b) { return a.read < b.read; }));
    }
    void show(const ReadList<Record> &list)
    {
        m_list = list;
        this->setRows(std::exchange(m_list.rows, {}));
    }
    void forget()
    {
        stop();
        m_kept.clear();
        show({});
    }
    void stop()
    {
        if (m_call)
            m_call->abort();
        m_call.clear();
        m_lastPage = 0;
        m_gathered = {};
        setLoading(false);
    }
    void ask(int page)
    {
        m_asked = page;
        m_isTouched = m_isTouched && page > 1;
        m_call = m_client->send(m_source(page, m_pageSize), this,
                                [this, page](const Result<Page<Record>> &answer) { take(page, answer); });
        // A Client that goes away ends its calls without an answer.
        this->connect(m_call, &Call::finished, this, [this, call = m_call.data()] {
            if (m_call == call)
                setLoading(false);
        });
        setLoading(true);
    }
    void take(int page, const Result<Page<Record>> &answer)
    {
        if (!answer) {
            m_lastPage = 0;
            setLoading(false);
            emit this->failed(answer.error());
            return;
        }
        const bool isGathering = m_lastPage > 0;
        if (!isGathering && page > 1 && hasMoved(*answer))
            return readAgain(page);
        m_list.total = answer->total;
        m_list.nextPage = page + 1;
        if (isGathering)
            m_gathered.append(m_gathered.unknownOf(answer->items));
        if (isGathering && page < m_lastPage && !isLast(*answer, m_gathered.size()))
            return ask(page + 1);
        if (isGathering)
            this->replace(std::exchange(m_gathered, {}).all());
        else if (page == 1)
            this->replace(RecordList<Record>().unknownOf(answer->items));
        else
            this->append(rows().unknownOf(answer->items));
        m_lastPage = 0;
        if ((page == 1 || isGathering) && !m_isTouched)
            m_list.read = QDateTime::currentDateTimeUtc();
        m_list.hasEnded = isLast(*answer, rows().size());
        if (!isGathering)
            m_rereads = 0;
        // Only now may the next page be asked for: a view asks at every signal of the model.
        setLoading(false);
        emit this->loaded();
    }
    bool isLast(const Page<Record> &page, qsizetype read) const
    {
        if (page.items.isEmpty())
            return true;
        if (page.more)
            return !*page.more;
        return page.total ? read >= *page.total : page.items.size() < m_pageSize;
    }
    //! Whether \a next does not fit to what was read before it: something was made or deleted meanwhile, so
    //! that a row may have slipped from one page to another. A service that always counts otherwise than it
    //! lists is believed the second time.
    bool hasMoved(const Page<Record> &next)
    {
        constexpr int most = 3; // in a row
        const qsizetype unknown = rows().unknownOf(next.items).size();
        const qsizetype read = rows().size() + unknown;
        const bool isShort = next.total && isLast(next, read) && read != *next.total;
        if (next.total == m_list.total && unknown == next.items.size() && !isShort)
            return false;
        const auto misfit = std::pair(read, next.total.value_or(-1));
        return m_rereads < most && std::exchange(m_misfit, misfit) != misfit;
    }
    //! Reads the first \a pages again, and shows them when the last has come.
    void readAgain(int pages)
    {
        ++m_rereads;
        m_lastPage = pages;
        m_gathered = {};
        ask(1);
    }

    const int m_pageSize;
    const std::chrono::milliseconds m_lifetime;
    QString m_key;
    Source m_source;
    ReadList<Record> m_list;                 //!< the list on show, but for its rows
    QHash<QString, ReadList<Record>> m_kept; //!< the lists that were shown before, by their keys
    QPointer<Client> m_client;
    QPointer<Call> m_call;
    int m_asked = 1;               //!< the page of m_call
    int m_lastPage = 0;            //!< up to which the list is being read again; 0: it is not
    RecordList<Record> m_gathered; //!< what has come of that
    int m_rereads = 0;             //!< since pages last fitted
    std::optional<std::pair<qsizetype, qint64>> m_misfit; //!< rows and total that were read again for
    bool m_isTouched = false; //!< since page 1 was asked for: it may be from before
};

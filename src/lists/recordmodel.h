// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lists/keptlists.h"
#include "lists/recordrows.h"

#include "api/page.h"
#include "net/client.h"

#include <QPointer>

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
    //! Makes the list \a key, unless it is known, of those rows of the list \a whole that \a belongs takes.
    //! It need not be asked for if all of \a whole is here.
    void derive(const QString &key, const QString &whole, const std::function<bool(const Record &)> &belongs)
    {
        const ReadList<Record> list = listOf(whole);
        if (list.isValid(m_lifetime) && key != m_key && !m_kept.find(key).isValid(m_lifetime))
            m_kept.put(key, list.part(belongs));
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
        m_kept.forget(key);
        if (key == m_key)
            touchShown();
    }
    void touchAll() override
    {
        m_kept.forget();
        touchShown();
    }
    void clear() override
    {
        putAside();
        m_source = {};
        show({});
    }
    bool isRead() const override { return m_list.nextPage > 1; }

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
    using RecordRows<Record>::setTotal;

    void touchShown()
    {
        m_list.read = {};
        m_isTouched = true;
    }
    ReadList<Record> listOf(const QString &key) const
    {
        if (key != m_key || !m_source)
            return m_kept.find(key);
        ReadList<Record> list = m_list;
        list.rows = rows();
        return list;
    }
    void putAside()
    {
        stop();
        if (m_source && m_list.isValid(m_lifetime))
            m_kept.put(m_key, listOf(m_key));
    }
    void show(const ReadList<Record> &list)
    {
        m_list = list;
        setTotal(list.total);
        this->setRows(std::exchange(m_list.rows, {}));
    }
    void forget()
    {
        stop();
        m_kept.forget();
        show({});
    }
    void stop()
    {
        if (m_call)
            m_call->abort();
        m_call.clear();
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
            setLoading(false);
            emit this->failed(answer.error());
            return;
        }
        setTotal(answer->total);
        m_list.total = answer->total;
        m_list.nextPage = page + 1;
        if (page == 1)
            this->replace(RecordList<Record>().unknownOf(answer->items));
        else
            this->append(rows().unknownOf(answer->items));
        if (page == 1 && !m_isTouched)
            m_list.read = QDateTime::currentDateTimeUtc();
        m_list.hasEnded = isLast(*answer);
        // Only now may the next page be asked for: a view asks at every signal of the model.
        setLoading(false);
        emit this->loaded();
    }
    bool isLast(const Page<Record> &page) const
    {
        if (page.items.isEmpty())
            return true;
        if (page.more)
            return !*page.more;
        return page.total ? rows().size() >= *page.total : page.items.size() < m_pageSize;
    }

    const int m_pageSize;
    const std::chrono::milliseconds m_lifetime;
    QString m_key;
    Source m_source;
    ReadList<Record> m_list; //!< the list on show, but for its rows
    KeptLists<Record> m_kept;
    QPointer<Client> m_client;
    QPointer<Call> m_call;
    int m_asked = 1;          //!< the page of m_call
    bool m_isTouched = false; //!< since page 1 was asked for: it may be from before
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QThreadPool>

#include <functional>

//! The one thread in which a Store works for its Owner, in the order in which it was asked. It ends when all
//! is done, which whoever destroys it waits for.
template <class Store, class Owner>
class DiskThread
{
public:
    DiskThread(const QString &dataDirectory, Owner *owner)
        : m_store(dataDirectory)
        , m_owner(owner)
    {
        m_thread.setMaxThreadCount(1);
    }
    ~DiskThread() { m_thread.waitForDone(); }

    void start(std::function<void(Store &)> work)
    {
        m_thread.start([this, work = std::move(work)] { work(m_store); });
    }

    //! Runs \a news in the thread of the owner, who lives as long as this; what is still queued when it goes
    //! is dropped.
    void tell(std::function<void(Owner *)> news)
    {
        QMetaObject::invokeMethod(
            m_owner, [owner = m_owner, news = std::move(news)] { news(owner); }, Qt::QueuedConnection);
    }

private:
    Store m_store;
    Owner *m_owner;
    QThreadPool m_thread;
};

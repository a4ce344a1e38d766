// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThreadPool>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

namespace server {

//! A fixed number of threads that run what is posted, in order.
class Workers
{
public:
    explicit Workers(int threads)
        : m_pool(std::make_unique<QThreadPool>())
    {
        m_pool->setMaxThreadCount(threads);
        m_pool->setExpiryTimeout(-1);
    }
    ~Workers() { stop(std::chrono::milliseconds(0)); }

    void post(std::function<void()> work)
    {
        const std::lock_guard lock(m_mutex);
        if (m_pool)
            m_pool->start(std::move(work));
    }

    //! Forgets what has not begun and waits for the rest, but no longer than \a patience: threads that are
    //! still at work then are left to end by themselves, so what they use must be owned by the work.
    void stop(std::chrono::milliseconds patience)
    {
        std::unique_lock lock(m_mutex);
        std::unique_ptr<QThreadPool> pool = std::move(m_pool);
        lock.unlock();
        if (!pool)
            return;
        pool->clear();
        if (!pool->waitForDone(int(patience.count())))
            (void)pool.release(); // its destructor would wait
    }

private:
    std::mutex m_mutex;
    std::unique_ptr<QThreadPool> m_pool;
};

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/workers.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace server {

struct Workers::Queue
{
    std::mutex mutex;
    std::condition_variable posted;
    std::condition_variable rested;
    std::deque<std::function<void()>> waiting;
    int running = 0;
    bool stopped = false;
};

Workers::Workers(int threads)
    : m_queue(std::make_shared<Queue>())
{
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back(serve, m_queue);
}

Workers::~Workers()
{
    stop(std::chrono::milliseconds(0));
}

void Workers::serve(std::shared_ptr<Queue> queue)
{
    std::unique_lock lock(queue->mutex);
    while (true) {
        queue->posted.wait(lock, [&] { return queue->stopped || !queue->waiting.empty(); });
        if (queue->stopped)
            return;
        auto work = std::move(queue->waiting.front());
        queue->waiting.pop_front();
        ++queue->running;
        lock.unlock();
        work();
        work = nullptr;
        lock.lock();
        --queue->running;
        queue->rested.notify_all();
    }
}

void Workers::post(std::function<void()> work)
{
    const std::lock_guard lock(m_queue->mutex);
    m_queue->waiting.push_back(std::move(work));
    m_queue->posted.notify_one();
}

void Workers::stop(std::chrono::milliseconds patience)
{
    bool atRest = false;
    {
        std::unique_lock lock(m_queue->mutex);
        m_queue->stopped = true;
        m_queue->waiting.clear();
        m_queue->posted.notify_all();
        atRest = m_queue->rested.wait_for(lock, patience, [&] { return m_queue->running == 0; });
    }
    for (std::thread &thread : m_threads)
        atRest ? thread.join() : thread.detach();
    m_threads.clear();
}

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace server {

//! A fixed number of threads that run what is posted, in order.
class Workers
{
public:
    explicit Workers(int threads);
    ~Workers();

    void post(std::function<void()> work);
    //! Forgets what has not begun and waits for the rest, but no longer than \a patience: threads that are
    //! still at work then are left to end by themselves, so what they use must be owned by the work.
    void stop(std::chrono::milliseconds patience);

private:
    struct Queue;
    static void serve(std::shared_ptr<Queue> queue);
    std::shared_ptr<Queue> m_queue;
    std::vector<std::thread> m_threads;
};

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <atomic>
#include <memory>

namespace server {

//! How many bytes may be held at a time, for bodies or for answers. Any thread may ask.
class Memory
{
public:
    explicit Memory(qint64 limit)
        : m_limit(limit)
    {}
    //! False: that is more than there is.
    bool take(qint64 bytes);
    void giveBack(qint64 bytes) { m_taken -= bytes; }

private:
    const qint64 m_limit;
    std::atomic<qint64> m_taken = 0;
};

//! What one exchange has taken of the memory; given back when it ends.
class Holding
{
public:
    explicit Holding(std::shared_ptr<Memory> memory)
        : m_memory(std::move(memory))
    {}
    ~Holding() { giveBack(); }
    Q_DISABLE_COPY_MOVE(Holding)

    bool take(qint64 bytes);
    void giveBack();

private:
    const std::shared_ptr<Memory> m_memory;
    qint64 m_bytes = 0;
};

} // namespace server

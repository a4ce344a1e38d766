// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/memory.h"

#include <utility>

namespace server {

bool Memory::take(qint64 bytes)
{
    if (m_taken.fetch_add(bytes) + bytes <= m_limit)
        return true;
    m_taken -= bytes;
    return false;
}

bool Holding::take(qint64 bytes)
{
    if (!m_memory->take(bytes))
        return false;
    m_bytes += bytes;
    return true;
}

void Holding::giveBack()
{
    m_memory->giveBack(std::exchange(m_bytes, 0));
}

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/households.h"

#include "server/endpoints/renewal.h"

namespace server {

namespace {

constexpr size_t maxKept = 16;

} // namespace

Households::Households(Store &store, std::shared_ptr<const speaker::Engine> engine)
    : m_store(store)
    , m_engine(std::move(engine))
{}

Result<std::shared_ptr<const Members>> Households::of(qint64 group)
{
    quint64 before = 0;
    {
        const std::lock_guard lock(m_mutex);
        const auto entry =
            std::find_if(m_recent.begin(), m_recent.end(), [&](const Entry &e) { return e.group == group; });
        if (entry != m_recent.end()) {
            m_recent.splice(m_recent.begin(), m_recent, entry);
            return entry->members;
        }
        before = m_forgotten;
    }
    auto members = load(group);
    if (!members)
        return members;
    const std::lock_guard lock(m_mutex);
    if (before == m_forgotten) {
        m_recent.remove_if([&](const Entry &entry) { return entry.group == group; });
        m_recent.push_front({group, *members});
        if (m_recent.size() > maxKept)
            m_recent.pop_back();
    }
    return members;
}

void Households::forget(qint64 group)
{
    const std::lock_guard lock(m_mutex);
    ++m_forgotten;
    m_recent.remove_if([&](const Entry &entry) { return entry.group == group; });
}

Result<std::shared_ptr<const Members>> Households::load(qint64 group)
{
    auto rows = m_store.members(group);
    if (!rows)
        return rows.error();
    auto members = std::make_shared<Members>();
    std::vector<speaker::Voiceprint> voiceprints;
    for (MemberRow &row : *rows) {
        auto voiceprint = currentVoiceprint(m_store, *m_engine, group, row);
        if (!voiceprint && voiceprint.error().kind == Error::Kind::NotFound)
            continue; // deleted meanwhile
        if (!voiceprint)
            return voiceprint.error();
        members->scored.append(voiceprint->has_value());
        if (*voiceprint)
            voiceprints.push_back(**std::move(voiceprint));
        row.statistics.clear();
        members->rows.append(row);
    }
    std::vector<const speaker::Voiceprint *> enrolled;
    for (const auto &voiceprint : voiceprints)
        enrolled.push_back(&voiceprint);
    if (!enrolled.empty())
        members->household = m_engine->household(enrolled);
    return std::shared_ptr<const Members>(std::move(members));
}

} // namespace server

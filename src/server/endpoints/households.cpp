// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/households.h"

#include "base/process.h"
#include "server/endpoints/recording.h"

namespace server {

Result<std::optional<speaker::Voiceprint>> currentVoiceprint(Store &store, const speaker::Engine &engine,
                                                             const MemberRow &row)
{
    const QByteArray id = QByteArray::fromStdString(engine.id());
    if (row.isWhole && row.engine == id) {
        const auto kept = engine.parse({row.statistics.constData(), size_t(row.statistics.size())});
        if (kept)
            return kept;
    }
    const auto wav = store.wav(row.group, row.id);
    if (!wav && rows::isDamage(wav.error())) {
        qCCritical(logStorage, "%ls", qUtf16Printable(wav.error().detail));
        return std::optional<speaker::Voiceprint>{};
    }
    if (!wav)
        return wav.error();
    const auto speech = speechIn(*wav);
    if (!speech) {
        qCWarning(logStorage, "the kept audio of voiceprint %lld is damaged: %ls", row.id,
                  qUtf16Printable(speech.error().detail));
        return std::optional<speaker::Voiceprint>{};
    }
    auto enrolled = engine.enrol(*speech);
    auto *anew = std::get_if<speaker::Voiceprint>(&enrolled);
    if (!anew)
        return std::optional<speaker::Voiceprint>{};
    if (auto kept = store.renewStatistics(row, id, QByteArray::fromStdString(engine.serialise(*anew))); !kept)
        qCWarning(logStorage, "voiceprint %lld is computed anew each time: %ls", row.id,
                  qUtf16Printable(kept.error().detail));
    return std::optional(std::move(*anew));
}

void renewAll(Store &store, speaker::Engines &engines, const std::atomic<bool> &isStopping)
{
    QByteArray id = QByteArray::fromStdString(engines.id());
    std::shared_ptr<const speaker::Engine> engine;
    qint64 last = 0;
    while (!isStopping) {
        const auto next = store.outdated(id, last);
        if (!next || !*next)
            return;
        if (!engine) {
            // One that cannot be loaded leaves the work to another, of another id.
            engine = engines.engine();
            id = QByteArray::fromStdString(engine->id());
            continue;
        }
        last = (*next)->id;
        const auto renewed = currentVoiceprint(store, *engine, **next);
        if (!renewed && renewed.error().kind != Error::Kind::NotFound) // deleted meanwhile
            return;
    }
}

Households::Households(Store &store, speaker::Engines &engines)
    : m_store(store)
    , m_engines(engines)
{}

Result<std::shared_ptr<const Members>> Households::of(qint64 group)
{
    quint64 before = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto *kept = m_recent.object(group); kept && (*kept)->engine == m_engines.id())
            return *kept;
        before = m_forgotten;
    }
    auto members = load(group);
    if (!members)
        return members;
    const std::lock_guard lock(m_mutex);
    if (before == m_forgotten)
        m_recent.insert(group, new std::shared_ptr(*members));
    return members;
}

void Households::forget(qint64 group)
{
    const std::lock_guard lock(m_mutex);
    ++m_forgotten;
    m_recent.remove(group);
}

Result<std::shared_ptr<const Members>> Households::load(qint64 group)
{
    auto rows = m_store.members(group);
    if (!rows)
        return rows.error();
    const auto engine = m_engines.engine();
    auto members = std::make_shared<Members>();
    members->engine = engine->id();
    std::vector<speaker::Voiceprint> voiceprints;
    for (MemberRow &row : *rows) {
        auto voiceprint = currentVoiceprint(m_store, *engine, row);
        if (!voiceprint && voiceprint.error().kind == Error::Kind::NotFound)
            continue; // deleted meanwhile
        if (!voiceprint)
            return voiceprint.error();
        row.statistics.clear();
        members->people.append({row, voiceprint->has_value()});
        if (*voiceprint)
            voiceprints.push_back(**std::move(voiceprint));
    }
    std::vector<const speaker::Voiceprint *> enrolled;
    enrolled.reserve(voiceprints.size());
    for (const auto &voiceprint : voiceprints)
        enrolled.push_back(&voiceprint);
    if (!enrolled.empty())
        members->household = engine->household(enrolled);
    return std::shared_ptr<const Members>(std::move(members));
}

} // namespace server

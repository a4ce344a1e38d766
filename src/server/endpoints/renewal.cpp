// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/renewal.h"

#include "base/log.h"
#include "server/endpoints/recording.h"

namespace server {

Result<std::optional<speaker::Voiceprint>> currentVoiceprint(Store &store, const speaker::Engine &engine,
                                                             qint64 group, const MemberRow &row)
{
    const QByteArray id = QByteArray::fromStdString(engine.id());
    if (row.engine == id) {
        const auto kept =
            speaker::Voiceprint::parse({row.statistics.constData(), size_t(row.statistics.size())});
        if (kept)
            return kept;
    }
    const auto wav = store.wav(group, row.id);
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
    if (auto kept = store.renewStatistics(row, id, QByteArray::fromStdString(anew->serialise())); !kept)
        qCWarning(logStorage, "voiceprint %lld is computed anew each time: %ls", row.id,
                  qUtf16Printable(kept.error().detail));
    return std::optional(std::move(*anew));
}

void renewAll(Store &store, const speaker::Engine &engine, const std::atomic<bool> &isStopping)
{
    const QByteArray id = QByteArray::fromStdString(engine.id());
    qint64 last = 0;
    while (!isStopping) {
        const auto next = store.outdated(id, last);
        if (!next || !*next)
            return;
        last = (*next)->row.id;
        const auto renewed = currentVoiceprint(store, engine, (*next)->group, (*next)->row);
        if (!renewed && renewed.error().kind != Error::Kind::NotFound) // deleted meanwhile
            return;
    }
}

} // namespace server

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/voicematch.h"

#include "speaker/engine.h"

#include <QFile>

namespace {

const speaker::Engine *engine()
{
    static const std::shared_ptr<const speaker::Engine> loaded = [] {
        QFile file(QStringLiteral(":/speaker/background.ubm"));
        const QByteArray model = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        return speaker::Engine::load({model.constData(), size_t(model.size())});
    }();
    return loaded.get();
}

} // namespace

std::optional<double> voiceMatch(const audio::Clip &enrolled, const audio::Clip &other)
{
    if (!engine())
        return {};
    const auto enrolment = engine()->enrol(audio::toFloats(enrolled));
    const auto *print = std::get_if<speaker::Voiceprint>(&enrolment);
    if (!print)
        return {};
    const auto household = engine()->household({&print, 1});
    if (!household)
        return {};
    const auto scores = engine()->identify(*household, audio::toFloats(other));
    const auto *found = std::get_if<std::vector<double>>(&scores);
    return found && !found->empty() ? std::optional(found->front()) : std::nullopt;
}

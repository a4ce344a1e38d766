// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/sounddecoding.h"

#include "sound/wavsound.h"

#include <QCoreApplication>

#include <algorithm>

namespace {
constexpr std::chrono::milliseconds progressPeriod{50};
} // namespace

SoundDecoding::SoundDecoding(QString scratchDirectory, std::chrono::milliseconds limit)
    : m_scratchDirectory(std::move(scratchDirectory))
    , m_limit(limit)
{}

Error SoundDecoding::tooLong(std::chrono::milliseconds limit)
{
    return {.kind = Error::Kind::File,
            .detail = QCoreApplication::translate("Error", "longer than %1 minutes")
                          .arg(std::chrono::floor<std::chrono::minutes>(limit).count())};
}

void SoundDecoding::advance(double share)
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_told < progressPeriod)
        return;
    m_told = now;
    emit progressed(std::clamp(share, 0.0, 1.0));
}

WavDecoding::WavDecoding(QString path, QString scratchDirectory, std::chrono::milliseconds limit)
    : SoundDecoding(std::move(scratchDirectory), limit)
    , m_path(std::move(path))
{}

void WavDecoding::begin()
{
    const auto sound = audio::readWavSound(m_path, scratchDirectory(), [this](double share) {
        advance(share);
        return !isAbandoned();
    });
    if (sound && (*sound)->length() > limit())
        emit ended(tooLong(limit()));
    else
        emit ended(sound);
}

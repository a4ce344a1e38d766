// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/growingrecording.h"

namespace {
constexpr qint64 syncPeriod = 500; // ms: a crash loses no more
constexpr int bytesPerMillisecond = audio::speechRate / 1000 * 2;
} // namespace

GrowingRecording::GrowingRecording(const QString &path, std::chrono::milliseconds limit)
    : m_path(path)
    , m_limitBytes(limit.count() * bytesPerMillisecond)
    , m_file(path, audio::speechRate, 1)
{
    m_sinceSync.start();
}

Result<Nothing> GrowingRecording::append(const QByteArray &speech)
{
    const QByteArray fitting = speech.first(std::min<qint64>(speech.size(), m_limitBytes - m_bytes));
    if (fitting.isEmpty())
        return Nothing{};
    if (auto written = m_file.append(fitting); !written)
        return written;
    m_bytes += fitting.size();
    const audio::Clip block{.pcm = fitting};
    m_speech.take(block.samples());
    return Nothing{};
}

Result<Nothing> GrowingRecording::keepSafe()
{
    return m_sinceSync.elapsed() < syncPeriod ? Nothing{} : sync();
}

Result<Nothing> GrowingRecording::sync()
{
    m_sinceSync.restart();
    return m_file.sync();
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/playback.h"

#include "devices/soundserver.h"
#include "devices/soundthread.h"

#include <QAudioDevice>
#include <QCoreApplication>
#include <QMediaDevices>

namespace {

constexpr int watchPeriod = 50;  // ms
constexpr int stuckAfter = 3000; // ms in which a loudspeaker that works takes more sound
constexpr int bufferTime = 200;  // ms that the sound server holds ahead

} // namespace

Playback::Playback(audio::Clip clip)
    : m_clip(std::move(clip))
    , m_sound(this)
    , m_watch(this)
{
    m_watch.setInterval(watchPeriod);
    connect(&m_watch, &QTimer::timeout, this, &Playback::watch);
}

void Playback::begin()
{
    if (const auto opened = open(); !opened) {
        emit failed(opened.error());
        return;
    }
    m_watch.start();
    emit started();
}

Result<Nothing> Playback::open()
{
    if (!soundserver::isRunning())
        return soundserver::absent();
    soundthread::prepare();
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull())
        return Error{.kind = Error::Kind::Device,
                     .detail = QCoreApplication::translate("Error", "no loudspeaker was found")};
    QAudioFormat format;
    format.setSampleRate(m_clip.rate);
    format.setChannelCount(m_clip.channels);
    format.setSampleFormat(QAudioFormat::Int16);
    if (!device.isFormatSupported(format))
        return Error{.kind = Error::Kind::Device,
                     .detail = QCoreApplication::translate("Error", "the loudspeaker takes no such sound")};
    m_sound.setData(m_clip.pcm);
    m_sound.open(QIODevice::ReadOnly);
    m_sink = std::make_unique<QAudioSink>(device, format);
    m_sink->setBufferSize(format.bytesForDuration(bufferTime * 1000));
    connect(m_sink.get(), &QAudioSink::stateChanged, this, &Playback::stateChanged);
    m_sink->start(&m_sound);
    if (m_sink->error() == QAudio::OpenError || m_sink->state() == QAudio::StoppedState)
        return Error{.kind = Error::Kind::Device,
                     .detail = QCoreApplication::translate("Error", "the loudspeaker could not be opened")};
    return Nothing{};
}

void Playback::stateChanged(QAudio::State state)
{
    if (!m_watch.isActive()) // still opening, or over
        return;
    if (state == QAudio::StoppedState && m_sink->error() != QAudio::NoError) {
        m_watch.stop();
        emit failed({.kind = Error::Kind::Device,
                     .detail = QCoreApplication::translate("Error", "the loudspeaker went away")});
    } else if (state == QAudio::IdleState && m_sound.atEnd()) {
        m_watch.stop();
        // What the sound server still holds is heard before the end is told.
        QTimer::singleShot(bufferTime, this, &Playback::ended);
    }
}

void Playback::watch()
{
    const auto position =
        std::chrono::milliseconds(m_sound.pos() / (2 * m_clip.channels) * 1000 / m_clip.rate);
    m_stillFor = position == m_position ? m_stillFor + watchPeriod : 0;
    m_position = position;
    if (m_stillFor >= stuckAfter) {
        m_watch.stop();
        emit failed({.kind = Error::Kind::Device,
                     .detail = QCoreApplication::translate("Error", "the loudspeaker takes no sound")});
        return;
    }
    emit progressed(std::max(position - std::chrono::milliseconds(bufferTime), std::chrono::milliseconds(0)));
}

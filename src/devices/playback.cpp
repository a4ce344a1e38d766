// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/playback.h"

#include "devices/soundserver.h"
#include "devices/soundthread.h"

#include <QCoreApplication>
#include <QMediaDevices>

namespace {

constexpr int positionPeriod = 50; // ms
constexpr int stuckAfter = 3000;   // ms in which a loudspeaker that works takes more sound
constexpr int bufferTime = 200;    // ms that the sound server holds ahead

} // namespace

Playback::Playback(audio::Clip clip, QByteArray loudspeaker, std::chrono::milliseconds start)
    : m_clip(std::move(clip))
    , m_loudspeaker(std::move(loudspeaker))
    , m_start(start)
    , m_sound(this)
    , m_watch(this)
    , m_lastSound(this)
{
    m_watch.setInterval(positionPeriod);
    connect(&m_watch, &QTimer::timeout, this, &Playback::watch);
    m_lastSound.setSingleShot(true);
    m_lastSound.setInterval(bufferTime);
    connect(&m_lastSound, &QTimer::timeout, this, &Playback::ended);
}

void Playback::begin()
{
    const auto flowing = open().and_then([this](Nothing) { return flow(); });
    if (!flowing)
        return fail(flowing.error());
    emit started();
}

Result<Nothing> Playback::open()
{
    if (!soundserver::isRunning())
        return soundserver::absent();
    soundthread::prepare();
    m_device = QMediaDevices::defaultAudioOutput();
    for (const QAudioDevice &device : QMediaDevices::audioOutputs()) {
        if (device.id() == m_loudspeaker)
            m_device = device;
    }
    if (m_device.isNull())
        return deviceError(QCoreApplication::translate("Error", "no loudspeaker was found"));
    m_sound.setData(m_clip.pcm);
    m_sound.open(QIODevice::ReadOnly);
    return Nothing{};
}

//! Plays from m_start on.
Result<Nothing> Playback::flow()
{
    QAudioFormat format;
    format.setSampleRate(m_clip.rate);
    format.setChannelCount(m_clip.channels);
    format.setSampleFormat(QAudioFormat::Int16);
    if (!m_device.isFormatSupported(format))
        return deviceError(QCoreApplication::translate("Error", "the loudspeaker takes no such sound"));
    m_start = std::clamp(m_start, std::chrono::milliseconds(0), m_clip.length());
    m_sound.seek(m_start.count() * m_clip.rate / 1000 * 2 * m_clip.channels);
    m_sink.reset(new QAudioSink(m_device, format));
    m_sink->setBufferSize(format.bytesForDuration(bufferTime * 1000));
    connect(m_sink.get(), &QAudioSink::stateChanged, this, &Playback::stateChanged);
    m_sink->start(&m_sound);
    if (m_sink->error() == QAudio::OpenError || m_sink->state() == QAudio::StoppedState)
        return deviceError(QCoreApplication::translate("Error", "the loudspeaker could not be opened"));
    m_given = std::chrono::milliseconds(-1);
    m_watch.start();
    return Nothing{};
}

void Playback::seek(std::chrono::milliseconds position)
{
    if (!m_sink) // it has failed
        return;
    m_watch.stop();
    m_lastSound.stop();
    m_sink.reset(); // with all that the sound server holds
    m_start = position;
    if (const auto flowing = flow(); !flowing)
        return fail(flowing.error());
    emit sought();
}

void Playback::fail(const Error &error)
{
    m_watch.stop();
    emit failed(error);
}

void Playback::stateChanged(QAudio::State state)
{
    if (!m_watch.isActive()) // still opening, or over
        return;
    if (state == QAudio::StoppedState && m_sink->error() != QAudio::NoError) {
        fail(deviceError(QCoreApplication::translate("Error", "the loudspeaker went away")));
    } else if (state == QAudio::IdleState && m_sound.atEnd()) {
        m_watch.stop();
        m_lastSound.start(); // what the sound server still holds is heard before the end is told
    }
}

std::chrono::milliseconds Playback::given() const
{
    return std::chrono::milliseconds(m_sound.pos() / (2 * m_clip.channels) * 1000 / m_clip.rate);
}

void Playback::watch()
{
    const auto now = given();
    m_stillFor = now == m_given ? m_stillFor + positionPeriod : 0;
    m_given = now;
    if (m_stillFor >= stuckAfter)
        return fail(deviceError(QCoreApplication::translate("Error", "the loudspeaker takes no sound")));
    emit progressed(std::max(now - std::chrono::milliseconds(bufferTime), m_start));
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/microphonestream.h"

#include "devices/soundports.h"
#include "devices/soundthread.h"

#include <QAudioDevice>
#include <QCoreApplication>
#include <QMediaDevices>

namespace {

constexpr int devicePeriod = 20'000; // microseconds, which is also the period in which Qt looks for new sound
constexpr int lookPeriod = 100;      // ms: of a stream that was moved no more is lost
constexpr qint64 elsewhereFor = 250; // ms
constexpr qint64 silentFor = 1000;   // ms without a byte from an open device: it is lost
constexpr qint64 stallsFor = 5000;   // ms without an answer of the sound service, which may come back
constexpr qint64 wakingUp = 3000;    // ms that a sleeping device may take for its first byte

QAudioFormat speechFormat()
{
    QAudioFormat format;
    format.setSampleRate(audio::speechRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

} // namespace

MicrophoneStream::MicrophoneStream(QByteArray microphone, QObject *parent)
    : QObject(parent)
    , m_microphone(std::move(microphone))
    , m_watch(this)
{
    m_watch.setInterval(lookPeriod);
    connect(&m_watch, &QTimer::timeout, this, &MicrophoneStream::look);
}

MicrophoneStream::~MicrophoneStream()
{
    m_isLost = true; // the source tells that it stops
}

Result<Nothing> MicrophoneStream::open()
{
    if (!soundserver::isRunning())
        return soundserver::absent();
    soundthread::prepare();
    const QList<QAudioDevice> devices = QMediaDevices::audioInputs();
    if (devices.isEmpty())
        return deviceError(QCoreApplication::translate("Error", "no microphone was found"));
    const QByteArray wanted = m_microphone.isEmpty() ? systemMicrophone() : m_microphone;
    auto device = std::ranges::find(devices, wanted, &QAudioDevice::id);
    if (device == devices.end()) {
        // Opening a device that has gone never returns in Qt 6.4.
        if (!m_microphone.isEmpty())
            return deviceError(
                QCoreApplication::translate("Error", "the chosen microphone is not there any more"));
        device = devices.begin();
    }
    m_microphone = device->id();
    if (auto started = start(*device); !started) {
        m_isLost = true;
        m_source.reset();
        return started;
    }
    m_sinceData.start();
    m_sinceAnswer.start();
    m_watch.start();
    return Nothing{};
}

Result<Nothing> MicrophoneStream::start(const QAudioDevice &device)
{
    QAudioFormat format = speechFormat();
    format.setChannelCount(std::max(1, device.preferredFormat().channelCount()));
    if (!device.isFormatSupported(format)) {
        format = device.preferredFormat();
        if (format.sampleFormat() != QAudioFormat::Float)
            format.setSampleFormat(QAudioFormat::Int16);
        if (!device.isFormatSupported(format))
            return deviceError(
                QCoreApplication::translate("Error", "the microphone offers no sound that can be read"));
        const bool isFloat = format.sampleFormat() == QAudioFormat::Float;
        m_resampler = std::make_unique<audio::Resampler>(format.sampleRate(), format.channelCount(),
                                                         isFloat ? audio::Resampler::Sample::Float
                                                                 : audio::Resampler::Sample::Int16);
    }
    m_mixdown = std::make_unique<audio::LiveMixdown>(format.channelCount());
    m_source.reset(new QAudioSource(device, format));
    m_source->setBufferSize(format.bytesForDuration(devicePeriod));
    m_device = m_source->start();
    if (!m_device && m_source->error() == QAudio::FatalError)
        return deviceError(
            QCoreApplication::translate("Error", "the connection to the sound service is being made again"));
    if (!m_device)
        return deviceError(QCoreApplication::translate("Error", "the microphone could not be opened (%1)")
                               .arg(int(m_source->error())));
    connect(m_device, &QIODevice::readyRead, this, &MicrophoneStream::read);
    connect(m_source.get(), &QAudioSource::stateChanged, this, [this](QAudio::State state) {
        if (state == QAudio::StoppedState)
            lose(Loss::Gone);
    });
    return Nothing{};
}

void MicrophoneStream::read()
{
    if (m_isLost || !m_device)
        return;
    const QByteArray block = m_device->readAll();
    if (block.isEmpty())
        return;
    m_hasSound = true;
    m_sinceData.restart();
    emit heard(m_mixdown->convert(m_resampler ? m_resampler->convert(block) : block));
}

void MicrophoneStream::awaken()
{
    m_hasSound = false;
    m_sinceData.restart();
}

void MicrophoneStream::look()
{
    if (m_isLost)
        return;
    const QList<QAudioDevice> devices = QMediaDevices::audioInputs();
    const auto isListed = [&](const QByteArray &id) {
        return std::any_of(devices.begin(), devices.end(),
                           [&](const QAudioDevice &d) { return d.id() == id; });
    };
    if (!isListed(m_microphone)) {
        m_sinceElsewhere.start();
        return lose(devices.isEmpty() ? Loss::Gone : Loss::Moved);
    }
    // The sound server moves a stream to another source when its own is unplugged, or when somebody tells it
    // to, and says nothing. What counts is where the stream is. Of a microphone that goes, Qt hears a little
    // later: a stream that is with no other microphone is given a moment.
    const RecordedSource::Answer answer = m_recorded.ask();
    const bool isHere = answer.sources.contains(m_microphone);
    if (isHere || (answer.isThere && answer.sources.isEmpty()))
        m_sinceElsewhere.invalidate();
    else if (answer.isThere && !m_sinceElsewhere.isValid())
        m_sinceElsewhere.start();
    if (m_sinceElsewhere.isValid() && (m_sinceElsewhere.elapsed() >= elsewhereFor ||
                                       std::any_of(answer.sources.begin(), answer.sources.end(), isListed)))
        return lose(Loss::Moved);
    if (isHere)
        emit placed(); // nothing was read while the answer was waited for
    if (!answer.isThere && m_sinceAnswer.elapsed() < stallsFor) // it stalls: what was said meanwhile may come
        return m_sinceData.start();
    if (answer.isThere)
        m_sinceAnswer.start();
    if (m_sinceData.elapsed() > (m_hasSound ? silentFor : wakingUp))
        lose(Loss::Gone);
}

void MicrophoneStream::lose(Loss why)
{
    if (std::exchange(m_isLost, true))
        return;
    m_watch.stop();
    emit lost(why);
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/recordingsession.h"

#include "base/log.h"
#include "devices/soundserver.h"
#include "devices/soundthread.h"

#include <QAudioDevice>
#include <QCoreApplication>
#include <QFile>
#include <QMediaDevices>

namespace {

constexpr int deviceBlock = 640;   // bytes: 20 ms, which is also the period in which Qt looks for new sound
constexpr int watchPeriod = 250;   // ms
constexpr qint64 silentFor = 1000; // ms without a byte from an open device: it is lost
constexpr qint64 wakingUp = 3000;  // ms that a sleeping device may take for its first byte
constexpr qint64 syncPeriod = 500; // ms: a crash loses no more
constexpr int bytesPerMillisecond = audio::speechRate / 1000 * 2;

Error deviceError(const QString &detail)
{
    return {.kind = Error::Kind::Device, .detail = detail};
}

QAudioFormat speechFormat()
{
    QAudioFormat format;
    format.setSampleRate(audio::speechRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

} // namespace

RecordingSession::RecordingSession(const QByteArray &microphone, const QString &path,
                                   std::chrono::milliseconds limit)
    : m_microphone(microphone)
    , m_path(path)
    , m_limitBytes(limit.count() * bytesPerMillisecond)
    , m_file(path, audio::speechRate, 1)
    , m_watch(this)
{
    m_watch.setInterval(watchPeriod);
    connect(&m_watch, &QTimer::timeout, this, &RecordingSession::watch);
}

RecordingSession::~RecordingSession()
{
    if (m_source)
        stop();
    if (m_isAbandoned)
        QFile::remove(m_path);
}

void RecordingSession::open()
{
    if (const auto opened = m_file.open(); !opened) {
        m_hasEnded = true;
        emit failed(opened.error());
        return;
    }
    if (const auto begun = begin(); !begun) {
        m_hasEnded = true;
        m_source.reset();
        QFile::remove(m_path);
        emit failed(begun.error());
        return;
    }
    m_sinceData.start();
    m_sinceSync.start();
    m_watch.start();
    emit started();
}

Result<Nothing> RecordingSession::begin()
{
    if (!soundserver::isRunning())
        return soundserver::absent();
    soundthread::prepare();
    const QList<QAudioDevice> devices = QMediaDevices::audioInputs();
    if (devices.isEmpty())
        return deviceError(QCoreApplication::translate("Error", "no microphone was found"));
    QAudioDevice device = devices.first();
    if (!m_microphone.isEmpty()) {
        const auto chosen = std::find_if(devices.begin(), devices.end(),
                                         [this](const QAudioDevice &d) { return d.id() == m_microphone; });
        // Opening a device that has gone never returns in Qt 6.4.
        if (chosen == devices.end())
            return deviceError(
                QCoreApplication::translate("Error", "the chosen microphone is not there any more"));
        device = *chosen;
    }
    m_microphone = device.id();

    QAudioFormat format = speechFormat();
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
    m_source = std::make_unique<QAudioSource>(device, format);
    m_source->setBufferSize(m_resampler ? format.bytesForDuration(20'000) : deviceBlock);
    m_stream = m_source->start();
    if (!m_stream && m_source->error() == QAudio::FatalError)
        return deviceError(
            QCoreApplication::translate("Error", "the connection to the sound service is being made again"));
    if (!m_stream)
        return deviceError(QCoreApplication::translate("Error", "the microphone could not be opened (%1)")
                               .arg(int(m_source->error())));
    connect(m_stream, &QIODevice::readyRead, this, &RecordingSession::read);
    connect(m_source.get(), &QAudioSource::stateChanged, this, [this](QAudio::State state) {
        if (state == QAudio::StoppedState && !m_hasEnded)
            end(Recorder::End::DeviceLost);
    });
    return Nothing{};
}

std::optional<Recorder::End> RecordingSession::whyGone() const
{
    const QList<QAudioDevice> devices = QMediaDevices::audioInputs();
    // The sound server moves a stream to another microphone when its own is unplugged, and says nothing.
    if (std::none_of(devices.begin(), devices.end(),
                     [this](const QAudioDevice &d) { return d.id() == m_microphone; }))
        return devices.isEmpty() ? Recorder::End::DeviceLost : Recorder::End::DeviceMoved;
    if (m_sinceData.elapsed() > (m_hasSound ? silentFor : wakingUp))
        return Recorder::End::DeviceLost;
    return {};
}

void RecordingSession::read()
{
    if (m_hasEnded || !m_stream)
        return;
    const QByteArray block = m_stream->readAll();
    if (block.isEmpty())
        return;
    m_hasSound = true;
    m_sinceData.restart();
    take(m_resampler ? m_resampler->convert(block) : block);
}

void RecordingSession::take(QByteArray speech)
{
    const bool isFull = m_bytes + speech.size() >= m_limitBytes;
    speech.truncate(std::min<qint64>(speech.size(), m_limitBytes - m_bytes));
    if (!speech.isEmpty()) {
        const auto written = m_file.append(speech);
        if (!written) {
            qCWarning(logSound) << "recording ends:" << written.error().detail;
            end(Recorder::End::DiskFull);
            return;
        }
        m_bytes += speech.size();
        const audio::Clip block{.rate = audio::speechRate, .channels = 1, .pcm = speech};
        emit progressed(m_file.length(), audio::measure(block.samples()));
    }
    if (isFull)
        end(Recorder::End::LimitReached);
}

void RecordingSession::watch()
{
    if (const auto gone = whyGone()) {
        end(*gone);
        return;
    }
    if (m_sinceSync.elapsed() >= syncPeriod) {
        m_sinceSync.restart();
        if (!m_file.sync())
            end(Recorder::End::DiskFull);
    }
}

void RecordingSession::stop()
{
    if (m_hasEnded)
        return;
    read(); // what is still in the device's buffer would be thrown away by stopping it
    end(Recorder::End::Stopped);
}

void RecordingSession::end(Recorder::End why)
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_watch.stop();
    if (m_resampler && why != Recorder::End::DiskFull && why != Recorder::End::LimitReached) {
        if (const auto rest = m_file.append(m_resampler->flush()); !rest)
            why = Recorder::End::DiskFull;
    }
    if (m_source)
        m_source->stop();
    const auto length = m_file.length();
    if (const auto finished = m_file.finish(); !finished)
        qCWarning(logSound) << "the header of the recording is left open:" << finished.error().detail;
    emit recorded(length, why);
}

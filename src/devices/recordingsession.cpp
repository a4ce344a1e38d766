// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/recordingsession.h"

#include "base/process.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace {
constexpr qint64 silencePatience =
    1700; // ms: asked four times a second, it is told before two seconds have passed
} // namespace

void SilenceWatch::take(std::span<const qint16> samples)
{
    // Mixing and converting may leave a last bit where there was none.
    if (std::any_of(samples.begin(), samples.end(), [](qint16 sample) { return sample < -1 || sample > 1; }))
        m_sinceSound.restart();
}

std::optional<bool> SilenceWatch::news()
{
    const bool isSilent = m_sinceSound.elapsed() >= silencePatience;
    if (isSilent == m_isSilent)
        return {};
    m_isSilent = isSilent;
    return isSilent;
}

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

namespace {

constexpr qsizetype meterBlock = audio::speechRate / 50 * 2; // bytes: 20 ms
constexpr int watchPeriod = 250;                             // ms

} // namespace

RecordingSession::RecordingSession(const QByteArray &microphone, SleepWatch::Clock asleep)
    : m_microphone(microphone, this)
    , m_sleep(asleep)
    , m_watch(this)
{
    m_watch.setInterval(watchPeriod);
    connect(&m_watch, &QTimer::timeout, this, &RecordingSession::watch);
    connect(&m_microphone, &MicrophoneStream::heard, this, &RecordingSession::take);
    connect(&m_microphone, &MicrophoneStream::lost, this, &RecordingSession::lose);
}

RecordingSession::~RecordingSession()
{
    if (!m_recording)
        return;
    if (m_isAbandoned)
        QFile::remove(m_recording->path());
    else
        stop();
}

void RecordingSession::open()
{
    if (const auto opened = m_microphone.open(); !opened) {
        emit failed(opened.error());
        return;
    }
    m_silence.start();
    m_watch.start();
    emit opened(m_microphone.microphone());
}

void RecordingSession::record(const QString &path, std::chrono::milliseconds limit)
{
    if (m_isAbandoned || !m_watch.isActive()) // the microphone has gone meanwhile, which was told
        return;
    m_microphone.read(); // what was heard before is not recorded
    m_recording.emplace(path, limit);
    m_isPaused = false;
    if (const auto made = m_recording->open(); !made) {
        m_recording.reset();
        emit refused(made.error());
        return;
    }
    emit started();
}

void RecordingSession::take(const QByteArray &speech)
{
    const audio::Clip block{.pcm = speech};
    m_silence.take(block.samples());
    tellSilence();
    watchSleep();
    tell(speech);
    if (m_recording && !m_isPaused)
        write(speech);
}

void RecordingSession::tell(const QByteArray &speech)
{
    m_untold += speech;
    qsizetype told = 0;
    for (; m_untold.size() - told >= meterBlock; told += meterBlock) {
        const audio::Clip block{.pcm = m_untold.sliced(told, meterBlock)};
        const auto samples = block.samples();
        const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
        emit heard(audio::measure(samples), {.low = *low, .high = *high});
    }
    m_untold.remove(0, told);
}

void RecordingSession::write(const QByteArray &speech)
{
    const auto before = m_recording->length();
    if (const auto written = m_recording->append(speech); !written) {
        qCWarning(logSound) << "recording ends:" << written.error().detail;
        end(Recorder::End::DiskFull);
        return;
    }
    if (const audio::Clip block{.pcm = speech}; m_recording->length() > before)
        emit progressed(m_recording->length(), audio::measure(block.samples()));
    if (m_recording->isFull())
        end(Recorder::End::LimitReached);
}

void RecordingSession::watch()
{
    tellSilence();
    watchSleep();
    if (!m_recording || m_isPaused)
        return;
    if (!m_recording->keepSafe())
        end(Recorder::End::DiskFull);
    else
        advance();
}

// While a computer sleeps nothing is heard, and what comes next does not belong to what came before.
void RecordingSession::watchSleep()
{
    if (!m_sleep.hasSlept())
        return;
    m_microphone.awaken();
    if (m_recording && !m_isPaused)
        halt(Recorder::Pause::Slept);
}

void RecordingSession::tellSilence()
{
    if (const auto isSilent = m_silence.news())
        emit silenceChanged(*isSilent);
}

void RecordingSession::advance()
{
    emit advanced(m_recording->state());
}

void RecordingSession::pause()
{
    if (!m_recording || m_isPaused)
        return;
    m_microphone.read(); // that was spoken before
    if (m_recording && !m_isPaused)
        halt(Recorder::Pause::Asked);
}

void RecordingSession::halt(Recorder::Pause why)
{
    m_isPaused = true;
    if (!m_recording->sync()) {
        end(Recorder::End::DiskFull);
        return;
    }
    advance();
    emit paused(why);
}

void RecordingSession::resume()
{
    if (!m_recording || !m_isPaused)
        return;
    m_microphone.read(); // that was spoken during the pause
    m_isPaused = false;
    emit resumed();
}

void RecordingSession::stop()
{
    if (!m_recording)
        return;
    m_microphone.read(); // what is still in the device's buffer would be thrown away by stopping it
    end(Recorder::End::Stopped);
}

void RecordingSession::lose(MicrophoneStream::Loss why)
{
    m_watch.stop();
    end(why == MicrophoneStream::Loss::Moved ? Recorder::End::DeviceMoved : Recorder::End::DeviceLost);
    emit failed({.kind = Error::Kind::Device,
                 .detail = QCoreApplication::translate("Error", "the microphone went away")});
}

void RecordingSession::end(Recorder::End why)
{
    if (!m_recording)
        return;
    advance();
    const auto length = m_recording->length();
    if (const auto finished = m_recording->finish(); !finished)
        qCWarning(logSound) << "the header of the recording is left open:" << finished.error().detail;
    m_recording.reset();
    emit recorded(length, why);
}

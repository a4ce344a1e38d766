// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/recordingsession.h"

#include "base/process.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace {

constexpr qint64 silencePatience =
    1700;                          // ms: asked four times a second, it is told before two seconds passed
constexpr qint64 syncPeriod = 500; // ms: a crash loses no more
constexpr int bytesPerMillisecond = audio::speechRate / 1000 * 2;
constexpr qsizetype meterBlock = audio::speechRate / 50 * 2; // bytes: 20 ms
constexpr int watchPeriod = 250;                             // ms

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

Result<Nothing> GrowingRecording::cutToConfirmed()
{
    if (!m_confirmed || *m_confirmed >= m_bytes)
        return Nothing{};
    m_bytes = *m_confirmed;
    return m_file.cut(m_bytes);
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

RecordingSession::RecordingSession(const QByteArray &microphone, SleepWatch::Clock asleep)
    : m_microphone(microphone, this)
    , m_sleep(asleep)
    , m_watch(this)
{
    m_watch.setInterval(watchPeriod);
    connect(&m_watch, &QTimer::timeout, this, &RecordingSession::watch);
    connect(&m_microphone, &MicrophoneStream::heard, this, &RecordingSession::take);
    connect(&m_microphone, &MicrophoneStream::placed, this, [this] {
        if (m_recording)
            m_recording->confirm();
    });
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
        tell(&Recorder::fail, opened.error());
        return;
    }
    m_silence.start();
    m_watch.start();
    tell(&Recorder::opened, m_microphone.microphone());
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
        tell(&Recorder::refused, made.error());
        return;
    }
    tell(&Recorder::begun);
    m_microphone.look();
}

void RecordingSession::take(const QByteArray &speech)
{
    const audio::Clip block{.pcm = speech};
    m_silence.take(block.samples());
    watchSilence();
    watchSleep();
    measure(speech);
    if (m_recording && !m_isPaused)
        write(speech);
}

void RecordingSession::measure(const QByteArray &speech)
{
    m_unmeasured += speech;
    qsizetype done = 0;
    for (; m_unmeasured.size() - done >= meterBlock; done += meterBlock) {
        const audio::Clip block{.pcm = m_unmeasured.sliced(done, meterBlock)};
        const auto samples = block.samples();
        const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
        tell(&Recorder::heard, audio::measure(samples), audio::Extremes{.low = *low, .high = *high});
    }
    m_unmeasured.remove(0, done);
}

void RecordingSession::write(const QByteArray &speech)
{
    const auto before = m_recording->length();
    if (const auto written = m_recording->append(speech); !written) {
        qCWarning(logSound) << "recording ends:" << written.error().detail;
        end(Recorder::End::DiskFull);
        return;
    }
    if (m_recording->length() > before)
        tell(&Recorder::progressed, m_recording->length());
    if (m_recording->isFull())
        endAfterLook(Recorder::End::LimitReached);
}

void RecordingSession::watch()
{
    watchSilence();
    watchSleep();
    if (!m_recording || m_isPaused)
        return;
    if (!m_recording->keepSafe())
        end(Recorder::End::DiskFull);
    else if (!m_recording->isInPlace())
        end(Recorder::End::FolderGone);
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

void RecordingSession::watchSilence()
{
    if (const auto isSilent = m_silence.news())
        tell(&Recorder::silenced, *isSilent);
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
    tell(&Recorder::paused, why);
}

void RecordingSession::resume()
{
    if (!m_recording || !m_isPaused)
        return;
    m_microphone.read(); // that was spoken during the pause
    m_isPaused = false;
    tell(&Recorder::resumed);
}

void RecordingSession::stop()
{
    if (!m_recording)
        return;
    m_microphone.read(); // what is still in the device's buffer would be thrown away by stopping it
    endAfterLook(Recorder::End::Stopped);
}

void RecordingSession::lose(MicrophoneStream::Loss why)
{
    m_watch.stop();
    if (m_recording && m_microphone.wasElsewhere()) {
        if (const auto cut = m_recording->cutToConfirmed(); !cut)
            qCWarning(logSound) << "the end of the recording may be another microphone's:"
                                << cut.error().detail;
    }
    end(why == MicrophoneStream::Loss::Moved ? Recorder::End::DeviceMoved : Recorder::End::DeviceLost);
    tell(&Recorder::fail, deviceError(QCoreApplication::translate("Error", "the microphone went away")));
}

// The last of it may be another microphone's, and the next look would come too late.
void RecordingSession::endAfterLook(Recorder::End why)
{
    m_microphone.look();
    end(why); // unless that look did
}

void RecordingSession::end(Recorder::End why)
{
    if (!m_recording)
        return;
    advance();
    auto length = m_recording->length();
    const bool wasInPlace = m_recording->isInPlace();
    if (!wasInPlace)
        why = Recorder::End::FolderGone;
    if (const auto finished = m_recording->finish(); !finished) {
        qCWarning(logSound) << "the recording cannot be completed:" << finished.error().detail;
        if (!wasInPlace)
            length = {};
    }
    m_recording.reset();
    tell(&Recorder::finish, length, why);
}

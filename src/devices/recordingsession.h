// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/process.h"
#include "devices/microphonestream.h"
#include "devices/recorder.h"
#include "sound/wavfile.h"

#include <QElapsedTimer>
#include <QTimer>

#include <atomic>
#include <functional>
#include <optional>
#include <span>

//! Whether an open microphone gives nothing but digital silence: what a muted or forbidden one does, while a
//! room is never that quiet.
class SilenceWatch
{
public:
    //! From here on silence counts.
    void start() { m_sinceSound.start(); }
    void take(std::span<const qint16> samples);
    //! What has changed since this was asked last; ask a few times a second.
    std::optional<bool> news();

private:
    QElapsedTimer m_sinceSound;
    bool m_isSilent = false;
};

//! A recording on its way into its file: how far it is, what was spoken so far, and its limit.
class GrowingRecording
{
public:
    GrowingRecording(const QString &path, std::chrono::milliseconds limit);

    //! Makes the file. Errors: Storage.
    Result<Nothing> open() { return m_file.open(); }
    //! Appends 16 kHz mono; nothing beyond the limit. Errors: Storage; what came before is kept.
    Result<Nothing> append(const QByteArray &speech);
    //! All that it holds is from the right microphone.
    void confirm() { m_confirmed = m_bytes; }
    //! Takes back what was not confirmed; nothing where nothing ever was. Errors: Storage.
    Result<Nothing> cutToConfirmed();
    bool isFull() const { return m_bytes >= m_limitBytes; }
    //! Forces it onto the disk, if that was not done just now.
    Result<Nothing> keepSafe();
    Result<Nothing> sync();
    bool isInPlace() const { return m_file.isInPlace(); } //!< see WavFile
    //! Completes the file. Errors: Storage; where it is in its place it can be read all the same.
    Result<Nothing> finish() { return m_file.finish(); }

    QString path() const { return m_path; }
    std::chrono::milliseconds length() const { return m_file.length(); }
    //! Costs more the longer it is: a few times a second.
    RecordingState state() const { return {.elapsed = length(), .speech = m_speech.speech()}; }

private:
    const QString m_path;
    const qint64 m_limitBytes;
    audio::WavFile m_file;
    audio::SpeechWatch m_speech;
    QElapsedTimer m_sinceSync;
    qint64 m_bytes = 0;
    std::optional<qint64> m_confirmed; //!< bytes
};

//! What the recorder does with one open microphone, in a thread of its own: it tells what is heard, and
//! writes recordings.
class RecordingSession : public QObject
{
    Q_OBJECT
public:
    RecordingSession(const QByteArray &microphone, SleepWatch::Clock asleep);
    ~RecordingSession() override; //!< ends a recording as stop() does

    void open();
    void record(const QString &path, std::chrono::milliseconds limit);
    void pause();
    void resume();
    void stop();
    //! Nobody waits for this microphone any more: what is being recorded leaves no file. For any thread.
    void abandon() { m_isAbandoned = true; }

signals:
    //! Something for the recorder, to be called with it in its own thread.
    void told(const std::function<void(Recorder &)> &message);

private:
    //! Sends a signal or function of the recorder on its way, with what it takes.
    template <typename... Parameters, typename... Values>
    void tell(void (Recorder::*what)(Parameters...), const Values &...values)
    {
        emit told([=](Recorder &recorder) { (recorder.*what)(values...); });
    }
    void take(const QByteArray &speech);
    void measure(const QByteArray &speech);
    void write(const QByteArray &speech);
    void lose(MicrophoneStream::Loss why);
    void watch();
    void watchSleep();
    void watchSilence();
    void halt(Recorder::Pause why);
    void advance() { tell(&Recorder::advanced, m_recording->state()); }
    void endAfterLook(Recorder::End why);
    void end(Recorder::End why);

    MicrophoneStream m_microphone;
    SilenceWatch m_silence;
    SleepWatch m_sleep;
    std::optional<GrowingRecording> m_recording;
    bool m_isPaused = false;
    QByteArray m_unmeasured; //!< heard, and shorter than a block of the meter
    QTimer m_watch;
    std::atomic_bool m_isAbandoned = false;
};

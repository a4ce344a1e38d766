// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/sleepwatch.h"
#include "devices/growingrecording.h"
#include "devices/microphonestream.h"
#include "devices/silencewatch.h"

#include <atomic>
#include <optional>

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
    void opened(const QByteArray &microphone);
    //! It could not be opened, or went away; recorded() has come before. The session is over.
    void failed(const Error &error);
    void heard(const audio::Level &level, const audio::Extremes &extremes);
    void silenceChanged(bool silent);

    void started();
    void refused(const Error &error); //!< there is no place for the recording
    void paused(Recorder::Pause why);
    void resumed();
    void progressed(std::chrono::milliseconds elapsed, const audio::Level &level);
    void advanced(const RecordingState &state);
    void recorded(std::chrono::milliseconds length, Recorder::End end);

private:
    void take(const QByteArray &speech);
    void tell(const QByteArray &speech);
    void write(const QByteArray &speech);
    void lose(MicrophoneStream::Loss why);
    void watch();
    void watchSleep();
    void tellSilence();
    void halt(Recorder::Pause why);
    void advance();
    void end(Recorder::End why);

    MicrophoneStream m_microphone;
    SilenceWatch m_silence;
    SleepWatch m_sleep;
    std::optional<GrowingRecording> m_recording;
    bool m_isPaused = false;
    QByteArray m_untold; //!< heard, and shorter than a block of the meter
    QTimer m_watch;
    std::atomic_bool m_isAbandoned = false;
};

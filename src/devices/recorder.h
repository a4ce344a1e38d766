// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/process.h"
#include "base/result.h"
#include "devices/soundports.h"
#include "sound/quality.h"
#include "sound/sound.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

class QThread;
class RecordingSession;

//! What a recording is at a moment.
struct RecordingState
{
    std::chrono::milliseconds elapsed = {};
    audio::SpeechWatch::Speech speech = {};
};

//! The one microphone of the application. Listens silently (nothing is kept), and records 16 kHz mono into a
//! wav file that is whole at every moment; between the two the device stays open. Opens it in a thread of its
//! own, with a time limit.
class Recorder : public QObject
{
    Q_OBJECT
public:
    //! Why a recording ended.
    enum class End { Stopped, LimitReached, DeviceLost, DeviceMoved, DiskFull, FolderGone };
    enum class Pause { Asked, Slept }; //!< Slept: this computer was suspended meanwhile

    explicit Recorder(QObject *parent = nullptr, SleepWatch::Clock asleep = &timeAsleep);
    ~Recorder() override; //!< ends a recording as stop() does

    //! Opens \a microphone (empty: the first there is) to hear its level: heard() follows. While something is
    //! recorded this waits for its end. Another microphone replaces the one that was listened to.
    void listen(const QByteArray &microphone);
    //! Closes the microphone unless something is recorded.
    void endListening();
    bool isSilent() const { return m_isSilent; } //!< what silenceChanged() told last

    bool isRecording() const { return m_isRecording; } //!< also while it pauses
    //! Records from \a microphone (empty: the first there is) into a new file at \a path, for at most \a
    //! limit. failed() when it cannot begin.
    void start(const QByteArray &microphone, const QString &path, std::chrono::milliseconds limit);
    //! The file waits, safe on disk; heard() goes on.
    void pause();
    void resume();
    void stop();
    //! Whether a device, microphone or loudspeaker, has not come back from being opened or closed: then the
    //! process must leave by _exit(), after all is saved.
    static bool hasHungDevice();

signals:
    void listening(); //!< the device is open
    //! About 50 times a second while the device is open: what it hears, recorded or not.
    void heard(const audio::Level &level, const audio::Extremes &extremes);
    //! The device has brought nothing but digital silence for two seconds: it is muted, forbidden or dead;
    //! and that this is over, also by closing it.
    void silenceChanged(bool silent);
    void listeningFailed(const Error &error); //!< it could not be opened, or went away
    void started();
    void paused(Recorder::Pause why);
    void resumed();
    void progressed(std::chrono::milliseconds elapsed); //!< about 50 times a second
    void advanced(const RecordingState &state);         //!< about four times a second
    //! The file is complete; what was recorded is kept whatever the end.
    void recorded(const QString &path, std::chrono::milliseconds length, Recorder::End end);
    //! Nothing was recorded: no sound service, no microphone, device gone, disk full.
    void failed(const Error &error);

private:
    friend class RecordingSession; // whose messages are signals and functions of this

    // What the session tells, beside signals:
    void opened(const QByteArray &microphone);
    void begun();
    void refused(const Error &error);
    void silenced(bool isSilent);
    void finish(std::chrono::milliseconds length, End end);
    void fail(const Error &error);

    bool isOpenFor(const QByteArray &microphone) const;
    void open(const QByteArray &microphone);
    void command(std::function<void(RecordingSession &)> what);
    void settle();
    void abandon();
    void leave();

    const SleepWatch::Clock m_asleep;
    RecordingSession *m_session = nullptr; // lives in m_thread
    QThread *m_thread = nullptr;
    int m_number = 0;                   //!< of the session
    QByteArray m_asked;                 //!< the microphone that m_session was made for
    QByteArray m_opened;                //!< and which it is
    std::optional<QByteArray> m_wanted; //!< to be listened to
    QString m_path;
    bool m_isRecording = false;
    bool m_isSilent = false; //!< the open microphone
    QTimer m_openLimit;
};

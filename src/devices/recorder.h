// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/level.h"
#include "base/result.h"
#include "devices/microphones.h"

#include <QObject>
#include <QTimer>

#include <chrono>

class QThread;
class RecordingSession;

//! Records 16 kHz mono into a wav file that is whole at every moment. Opens the device in a thread of its
//! own, with a time limit.
class Recorder : public QObject
{
    Q_OBJECT
public:
    //! Why a recording ended.
    enum class End { Stopped, LimitReached, DeviceLost, DeviceMoved, DiskFull };

    explicit Recorder(QObject *parent = nullptr);
    ~Recorder() override; //!< ends a recording as stop() does

    bool isRecording() const;
    //! Records from \a microphone (empty: the first there is) into a new file at \a path, for at most \a
    //! limit. failed() when it cannot begin.
    void start(const QByteArray &microphone, const QString &path, std::chrono::milliseconds limit);
    void stop();
    //! Whether a device, microphone or loudspeaker, has not come back from being opened or closed: then the
    //! process must leave by _exit(), after all is saved.
    static bool hasHungDevice();

signals:
    void started();
    void progressed(std::chrono::milliseconds elapsed,
                    const audio::Level &level); //!< about 50 times a second
    //! The file is complete; what was recorded is kept whatever the end.
    void recorded(const QString &path, std::chrono::milliseconds length, Recorder::End end);
    void failed(
        const Error &error); //!< nothing was recorded (no PulseAudio, no microphone, device gone, disk full)

private:
    void abandon();
    void leave();

    RecordingSession *m_session = nullptr; // lives in m_thread
    QThread *m_thread = nullptr;
    int m_number = 0; //!< of the recording
    QString m_path;
    QTimer m_openLimit;
};

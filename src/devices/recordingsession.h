// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/level.h"
#include "audio/resampler.h"
#include "audio/wavfile.h"
#include "devices/recorder.h"

#include <QAudioSource>
#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <atomic>
#include <optional>

//! One recording, in a thread of its own: the open device, the growing file, and the watch over both.
class RecordingSession : public QObject
{
    Q_OBJECT
public:
    RecordingSession(const QByteArray &microphone, const QString &path, std::chrono::milliseconds limit);
    ~RecordingSession() override;

    void open();
    void stop();
    //! Nobody waits for this recording any more: it leaves no file. For any thread.
    void abandon() { m_isAbandoned = true; }

signals:
    void started();
    void progressed(std::chrono::milliseconds elapsed, const audio::Level &level);
    void recorded(std::chrono::milliseconds length, Recorder::End end);
    void failed(const Error &error);

private:
    Result<Nothing> begin();
    void read();
    void watch();
    void take(QByteArray speech);
    void end(Recorder::End why);
    //! Why no sound comes any more, or nullopt while the microphone is there.
    std::optional<Recorder::End> whyGone() const;

    QByteArray m_microphone;
    const QString m_path;
    const qint64 m_limitBytes;
    audio::WavFile m_file;
    std::unique_ptr<QAudioSource> m_source;
    QPointer<QIODevice> m_stream; // the source deletes it when the sound server dies
    std::unique_ptr<audio::Resampler> m_resampler;
    QTimer m_watch;
    QElapsedTimer m_sinceData;
    QElapsedTimer m_sinceSync;
    qint64 m_bytes = 0;
    bool m_hasSound = false;
    bool m_hasEnded = false;
    std::atomic_bool m_isAbandoned = false;
};

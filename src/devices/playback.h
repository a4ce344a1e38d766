// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/soundstream.h"
#include "sound/clip.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QBuffer>
#include <QTimer>

//! One clip on its way to the loudspeaker, in the player's thread.
class Playback : public QObject
{
    Q_OBJECT
public:
    //! \a loudspeaker: its id; the system's default where it is empty or not there.
    Playback(audio::Clip clip, QByteArray loudspeaker, std::chrono::milliseconds start);

    void begin();
    void seek(std::chrono::milliseconds position);

signals:
    void started();
    void progressed(std::chrono::milliseconds position);
    void sought(); //!< from here on positions are those after a seek()
    void ended();
    void failed(const Error &error);

private:
    Result<Nothing> open();
    Result<Nothing> flow();
    void fail(const Error &error);
    void stateChanged(QAudio::State state);
    void watch();
    std::chrono::milliseconds given() const; //!< position up to which the loudspeaker has the sound

    const audio::Clip m_clip;
    const QByteArray m_loudspeaker;
    std::chrono::milliseconds m_start;
    QAudioDevice m_device;
    QBuffer m_sound;
    SoundStream<QAudioSink> m_sink;
    QTimer m_watch;
    QTimer m_lastSound;
    std::chrono::milliseconds m_given{-1};
    int m_stillFor = 0; // ms
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/clip.h"

#include <QAudioSink>
#include <QBuffer>
#include <QTimer>

#include <memory>

//! One clip on its way to the loudspeaker, in the player's thread.
class Playback : public QObject
{
    Q_OBJECT
public:
    explicit Playback(audio::Clip clip);

    void begin();

signals:
    void started();
    void progressed(std::chrono::milliseconds position);
    void ended();
    void failed(const Error &error);

private:
    Result<Nothing> open();
    void stateChanged(QAudio::State state);
    void watch();

    const audio::Clip m_clip;
    QBuffer m_sound;
    std::unique_ptr<QAudioSink> m_sink;
    QTimer m_watch;
    std::chrono::milliseconds m_position{-1};
    int m_stillFor = 0; // ms
};

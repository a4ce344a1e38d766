// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/clip.h"

#include <QObject>
#include <QTimer>

class Playback;
class QThread;

//! The one loudspeaker of the application: playing something stops what played before.
class Player : public QObject
{
    Q_OBJECT
public:
    explicit Player(QObject *parent = nullptr);
    ~Player() override;

    //! Plays \a clip; \a subject says what it is (a voiceprint's id, a draft's id), so that a view knows what
    //! is playing.
    void play(const audio::Clip &clip, const QString &subject);
    void stop();
    QString subject() const { return m_subject; } //!< empty while nothing plays

signals:
    void playing(const QString &subject);
    void progressed(std::chrono::milliseconds position, std::chrono::milliseconds length);
    void stopped(const QString &subject); //!< at the end, by stop(), or because something else began
    void failed(const Error &error);      //!< Device; stopped() follows

private:
    void leave();
    void abandon();

    Playback *m_playback = nullptr; // lives in m_thread
    QThread *m_thread = nullptr;    // made at the first sound
    int m_number = 0;               //!< of the sound
    QString m_subject;
    QTimer m_openLimit;
};

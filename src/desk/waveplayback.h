// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "devices/player.h"

#include <QObject>
#include <QPointer>

#include <chrono>

class QAbstractButton;
class QLabel;
class Waveform;

//! One sound in the one Player: tells what concerns this sound alone.
class PlayedSound : public QObject
{
    Q_OBJECT
public:
    explicit PlayedSound(QObject *parent);
    ~PlayedSound() override; //!< stops it
    void attach(Player *player);

    bool isAttached() const { return m_player; }
    bool isPlaying() const { return m_player && m_player->subject() == m_subject; }
    void play(const audio::Clip &clip)
    {
        m_asked = true;
        m_player->play(clip, m_subject);
    }
    void seek(std::chrono::milliseconds position)
    {
        if (isPlaying())
            m_player->seek(position);
    }
    void stop()
    {
        if (isPlaying())
            m_player->stop();
    }

signals:
    void changed(); //!< it plays, or does not any more
    void progressed(std::chrono::milliseconds position);
    void failed(const Error &error);

private:
    QPointer<Player> m_player;
    const QString m_subject; //!< what the Player knows this sound by
    bool m_asked = false;    //!< to be played: what fails now is this sound
};

//! Plays what is selected in a Waveform, or all from its cursor on, and moves its playhead. The button, or
//! Space in the wave, starts and stops it; a click into the wave goes on there.
class WavePlayback : public PlayedSound
{
    Q_OBJECT
public:
    //! \a time shows how far it is, and how long the sound is while nothing plays.
    WavePlayback(Waveform *wave, QAbstractButton *button, QLabel *time, QObject *parent);
    void refresh(); //!< also after the wave got another sound

private:
    void playStretch(qint64 from, qint64 to);

    Waveform *m_wave;
    QAbstractButton *m_button;
    QLabel *m_time;
    qint64 m_from = 0; //!< the stretch that plays
    qint64 m_to = 0;
    std::chrono::milliseconds m_position{};
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "sound/clip.h"

#include <QObject>
#include <QPushButton>

#include <chrono>
#include <functional>

class Player;

//! Plays one sound through the one Player, and stops it.
class PlayButton : public QPushButton
{
    Q_OBJECT
public:
    explicit PlayButton(QWidget *parent = nullptr);
    ~PlayButton() override;

    //! \a sound is asked for each time that the user wants to hear it.
    void attach(Player *player, std::function<Result<audio::Clip>()> sound);
    bool isPlaying() const;
    void stop();

signals:
    void playing();
    void stopped();
    void progressed(std::chrono::milliseconds position, std::chrono::milliseconds length);
    void failed(const Error &error);

protected:
    void changeEvent(QEvent *event) override;

private:
    void press();
    void refresh();

    Player *m_player = nullptr;
    std::function<Result<audio::Clip>()> m_sound;
    const QString m_subject; //!< what the Player knows this button's sound by
    bool m_asked = false;
};

class Player;
class QAbstractButton;
class QLabel;
class Waveform;

//! Plays what is selected in a Waveform, or all from its cursor on, and moves its playhead. The button, or
//! Space in the wave, starts and stops it; a click into the wave goes on there.
class WavePlayback : public QObject
{
    Q_OBJECT
public:
    //! \a time shows how far it is, and how long the sound is while nothing plays.
    WavePlayback(Waveform *wave, QAbstractButton *button, QLabel *time, QObject *parent);
    ~WavePlayback() override;
    void attach(Player *player);

    bool isPlaying() const;
    void stop();
    void refresh(); //!< also after the wave got another sound

signals:
    void failed(const Error &error);

private:
    void press();
    void play(qint64 from, qint64 to);
    void seek(qint64 sample);

    Waveform *m_wave;
    QAbstractButton *m_button;
    QLabel *m_time;
    Player *m_player = nullptr;
    const QString m_subject; //!< what the Player knows this sound by
    qint64 m_from = 0;       //!< the stretch that plays
    qint64 m_to = 0;
    std::chrono::milliseconds m_position{};
    bool m_asked = false;
};

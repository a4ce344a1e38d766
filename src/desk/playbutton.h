// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

#include <QPushButton>

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

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/onchange.h"

#include <QWidget>

namespace Ui {
class SoundDevices;
}
class Loudspeakers;
class Microphones;
class Player;
class Settings;

//! Chooses microphone and loudspeaker from what is there at the moment, and remembers both.
class SoundDevices : public QWidget
{
    Q_OBJECT
public:
    explicit SoundDevices(QWidget *parent = nullptr);
    void attach(Microphones *microphones, Settings *settings);
    //! Without them nothing is said of where sound is played.
    void attachLoudspeakers(Loudspeakers *loudspeakers, Player *player);

    //! Whether the boxes are in sight; what is to be said of the devices always is.
    void showChoice(bool shown);
    bool hasMicrophone() const;
    QByteArray microphone() const;  //!< the id of the chosen one
    QString microphoneName() const; //!< empty where there is none
    //! Whether another microphone may be chosen now; one that comes or goes meanwhile waits.
    void setMicrophoneFixed(bool fixed);
    //! Whether devices are looked for.
    void setWatching(bool watching);

signals:
    void microphoneChosen(); //!< another one, by the user or since devices came or went
    void microphonesChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fillMicrophones();
    void fillLoudspeakers();
    void refresh();
    void showNews();

    Form<Ui::SoundDevices> m_form;
    Microphones *m_microphones = nullptr;
    Loudspeakers *m_loudspeakers = nullptr;
    bool m_isFixed = false;
};

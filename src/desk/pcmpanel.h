// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"
#include "style/onchange.h"

#include <QWidget>

namespace Ui {
class PcmPanel;
}
class PlayedSound;
class Player;

//! Asks how raw pcm is laid out. A wrong answer can only be heard, so the sound is played before it can be
//! used.
class PcmPanel : public QWidget
{
    Q_OBJECT
public:
    explicit PcmPanel(QWidget *parent = nullptr);
    void attach(Player *player);

    void begin(const QString &fileName, const QByteArray &pcm);
    //! Forgets the samples and stops playing them.
    void end();

signals:
    void used(const QByteArray &pcm, const audio::PcmFormat &format);
    void cancelled();
    void failed(const Error &error);

private:
    audio::PcmFormat format() const;
    void formatChanged();
    void play();
    void refreshPlayButton();
    void retranslate();

    Form<Ui::PcmPanel> m_form;
    PlayedSound *m_sound;
    QString m_fileName;
    QByteArray m_pcm;
};

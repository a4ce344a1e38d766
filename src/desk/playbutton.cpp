// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/playbutton.h"

#include "devices/player.h"
#include "style/lineicon.h"

#include <QEvent>
#include <QUuid>

PlayButton::PlayButton(QWidget *parent)
    : QPushButton(parent)
    , m_subject(QUuid::createUuid().toString())
{
    setAutoDefault(false);
    connect(this, &QPushButton::clicked, this, &PlayButton::press);
    refresh();
}

PlayButton::~PlayButton()
{
    if (m_player)
        m_player->disconnect(this);
    stop();
}

void PlayButton::attach(Player *player, std::function<Result<audio::Clip>()> sound)
{
    m_player = player;
    m_sound = std::move(sound);
    connect(player, &QObject::destroyed, this, [this] { m_player = nullptr; });
    connect(player, &Player::playing, this, [this](const QString &subject) {
        if (subject != m_subject)
            return;
        refresh();
        emit playing();
    });
    connect(player, &Player::stopped, this, [this](const QString &subject) {
        if (subject != m_subject)
            return;
        m_asked = false;
        refresh();
        emit stopped();
    });
    connect(player, &Player::progressed, this,
            [this](std::chrono::milliseconds position, std::chrono::milliseconds length) {
                if (isPlaying())
                    emit progressed(position, length);
            });
    connect(player, &Player::failed, this, [this](const Error &error) {
        if (!std::exchange(m_asked, false))
            return;
        refresh();
        emit failed(error);
    });
}

bool PlayButton::isPlaying() const
{
    return m_player && m_player->subject() == m_subject;
}

void PlayButton::stop()
{
    if (isPlaying())
        m_player->stop();
}

void PlayButton::press()
{
    if (isPlaying())
        return stop();
    const Result<audio::Clip> sound = m_sound();
    if (!sound) {
        emit failed(sound.error());
        return;
    }
    m_asked = true;
    m_player->play(*sound, m_subject);
    refresh();
}

void PlayButton::refresh()
{
    setText(isPlaying() ? tr("S&top") : tr("&Play"));
    setIcon(lineIcon(isPlaying() ? QStringLiteral("stop") : QStringLiteral("play")));
}

void PlayButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

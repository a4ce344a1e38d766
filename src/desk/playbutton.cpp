// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/playbutton.h"

#include "desk/waveform.h"
#include "devices/player.h"
#include "style/lineicon.h"
#include "style/words.h"

#include <QAbstractButton>
#include <QEvent>
#include <QLabel>
#include <QShortcut>
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

using std::chrono::milliseconds;

namespace {

constexpr qint64 speechSamplesPerMs = audio::speechRate / 1000;
constexpr qint64 mostPlayed = qint64(10) * 60 * audio::speechRate; // what plays is copied into memory

milliseconds timeOf(qint64 samples)
{
    return milliseconds(samples / speechSamplesPerMs);
}

} // namespace

WavePlayback::WavePlayback(Waveform *wave, QAbstractButton *button, QLabel *time, QObject *parent)
    : QObject(parent)
    , m_wave(wave)
    , m_button(button)
    , m_time(time)
    , m_subject(QUuid::createUuid().toString())
{
    connect(m_button, &QAbstractButton::clicked, this, &WavePlayback::press);
    auto *space = new QShortcut(Qt::Key_Space, m_wave, nullptr, nullptr, Qt::WidgetShortcut);
    connect(space, &QShortcut::activated, m_button, &QAbstractButton::click);
    connect(m_wave, &Waveform::cursorPlaced, this, &WavePlayback::seek);
    refresh();
}

WavePlayback::~WavePlayback()
{
    if (!m_player)
        return;
    m_player->disconnect(this);
    stop();
}

void WavePlayback::attach(Player *player)
{
    m_player = player;
    connect(player, &QObject::destroyed, this, [this] { m_player = nullptr; });
    connect(player, &Player::playing, this, [this](const QString &subject) {
        if (subject == m_subject)
            refresh();
    });
    connect(player, &Player::progressed, this, [this](milliseconds position) {
        if (!isPlaying())
            return;
        m_position = position;
        m_wave->setPlayhead(m_from + position.count() * speechSamplesPerMs);
        refresh();
    });
    connect(player, &Player::stopped, this, [this](const QString &subject) {
        if (subject != m_subject)
            return;
        m_asked = isPlaying(); // it began anew meanwhile
        if (!m_asked)
            m_wave->setPlayhead(-1);
        refresh();
    });
    connect(player, &Player::failed, this, [this](const Error &error) {
        if (!std::exchange(m_asked, false))
            return;
        refresh();
        emit failed(error);
    });
}

bool WavePlayback::isPlaying() const
{
    return m_player && m_player->subject() == m_subject;
}

void WavePlayback::stop()
{
    if (isPlaying())
        m_player->stop();
}

void WavePlayback::press()
{
    const auto sound = m_wave->sound();
    if (isPlaying())
        return stop();
    if (!sound || !m_player)
        return;
    const audio::Span selected = m_wave->selection();
    const qint64 cursor = m_wave->cursor() < sound->size() - speechSamplesPerMs ? m_wave->cursor() : 0;
    if (selected.isEmpty())
        play(cursor, sound->size());
    else
        play(selected.from, selected.to);
}

void WavePlayback::play(qint64 from, qint64 to)
{
    stop(); // what is told of it is not of this
    m_from = from;
    m_to = std::min(to, from + mostPlayed);
    m_position = {};
    m_asked = true;
    m_player->play(m_wave->sound()->clip(m_from, m_to), m_subject);
    refresh();
}

void WavePlayback::seek(qint64 sample)
{
    if (!isPlaying())
        return;
    const bool isWithin = sample >= m_from && sample < m_to && m_wave->selection().isEmpty();
    if (isWithin && m_to == m_wave->sound()->size())
        m_player->seek(timeOf(sample - m_from));
    else // what played was a stretch
        play(sample, m_wave->sound()->size());
}

void WavePlayback::refresh()
{
    const auto sound = m_wave->sound();
    m_button->setText(isPlaying() ? tr("S&top") : tr("Pla&y"));
    m_button->setIcon(lineIcon(isPlaying() ? QStringLiteral("stop") : QStringLiteral("play")));
    m_button->setEnabled(sound && sound->size() > 0);
    const milliseconds length = sound ? sound->length() : milliseconds();
    m_time->setText(
        isPlaying()
            ? tr("%1 of %2", "two times").arg(clockText(timeOf(m_from) + m_position), clockText(length))
            : clockText(length));
}

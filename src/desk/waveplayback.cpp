// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveplayback.h"

#include "desk/waveform.h"
#include "style/lineicon.h"
#include "style/words.h"

#include <QAbstractButton>
#include <QLabel>
#include <QShortcut>
#include <QUuid>

using std::chrono::milliseconds;

namespace {

constexpr qint64 speechSamplesPerMs = audio::speechRate / 1000;
constexpr qint64 mostPlayed = qint64(10) * 60 * audio::speechRate; // what plays is copied into memory

milliseconds timeOf(qint64 samples)
{
    return milliseconds(samples / speechSamplesPerMs);
}

} // namespace

PlayedSound::PlayedSound(QObject *parent)
    : QObject(parent)
    , m_subject(QUuid::createUuid().toString())
{}

PlayedSound::~PlayedSound()
{
    if (!m_player)
        return;
    m_player->disconnect(this);
    stop();
}

void PlayedSound::attach(Player *player)
{
    m_player = player;
    connect(player, &Player::playing, this, [this](const QString &subject) {
        if (subject == m_subject)
            emit changed();
    });
    connect(player, &Player::progressed, this, [this](milliseconds position) {
        if (isPlaying())
            emit progressed(position);
    });
    connect(player, &Player::stopped, this, [this](const QString &subject) {
        if (subject != m_subject)
            return;
        m_asked = isPlaying(); // it began anew meanwhile
        emit changed();
    });
    connect(player, &Player::failed, this, [this](const Error &error) {
        if (!std::exchange(m_asked, false))
            return;
        emit changed();
        emit failed(error);
    });
}

WavePlayback::WavePlayback(Waveform *wave, QAbstractButton *button, QLabel *time, QObject *parent)
    : PlayedSound(parent)
    , m_wave(wave)
    , m_button(button)
    , m_time(time)
{
    connect(m_button, &QAbstractButton::clicked, this, [this] {
        const auto sound = m_wave->sound();
        if (isPlaying())
            return stop();
        if (!sound || !isAttached())
            return;
        const audio::Span selected = m_wave->selection();
        const qint64 cursor = m_wave->cursor() < sound->size() - speechSamplesPerMs ? m_wave->cursor() : 0;
        if (selected.isEmpty())
            playStretch(cursor, sound->size());
        else
            playStretch(selected.from, selected.to);
    });
    auto *space = new QShortcut(Qt::Key_Space, m_wave, nullptr, nullptr, Qt::WidgetShortcut);
    connect(space, &QShortcut::activated, m_button, &QAbstractButton::click);
    connect(m_wave, &Waveform::cursorPlaced, this, [this](qint64 sample) {
        if (!isPlaying())
            return;
        const bool isWithin = sample >= m_from && sample < m_to && m_wave->selection().isEmpty();
        if (isWithin && m_to == m_wave->sound()->size())
            seek(timeOf(sample - m_from));
        else // what played was a stretch
            playStretch(sample, m_wave->sound()->size());
    });
    connect(this, &PlayedSound::progressed, m_wave, [this](milliseconds position) {
        m_position = position;
        m_wave->setPlayhead(m_from + position.count() * speechSamplesPerMs);
        refresh();
    });
    connect(this, &PlayedSound::changed, m_wave, [this] {
        if (!isPlaying())
            m_wave->setPlayhead(-1);
        refresh();
    });
    refresh();
}

void WavePlayback::playStretch(qint64 from, qint64 to)
{
    stop(); // what is told of it is not of this
    m_from = from;
    m_to = std::min(to, from + mostPlayed);
    m_position = {};
    play(m_wave->sound()->clip(m_from, m_to));
    refresh();
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

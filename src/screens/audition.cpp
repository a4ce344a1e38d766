// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/audition.h"

#include "devices/decoder.h"
#include "devices/player.h"
#include "widgets/clocktext.h"

using std::chrono::milliseconds;
using std::chrono::round;
using std::chrono::seconds;

Audition::Audition(Player *player, QObject *parent)
    : QObject(parent)
    , m_player(player)
{
    connect(player, &Player::playing, this, [this](const QString &subject) {
        m_position = m_length = {};
        emit changed(subject);
    });
    connect(player, &Player::stopped, this, &Audition::changed);
    connect(player, &Player::progressed, this, [this](milliseconds position, milliseconds length) {
        const auto before = std::exchange(m_position, std::chrono::floor<seconds>(position));
        if (std::exchange(m_length, round<seconds>(length)) != m_length || before != m_position)
            emit changed(m_player->subject());
    });
}

void Audition::setClient(Client *client)
{
    finishLoading();
    m_client = client;
}

void Audition::play(const QUrl &url, const QString &subject)
{
    stop();
    if (!m_client)
        return;
    m_loading = subject;
    m_call = m_client->fetch(url, this, [this](const Result<Media> &media) { decode(media); });
    emit changed(subject);
}

void Audition::stop()
{
    finishLoading();
    m_player->stop();
}

bool Audition::isActive(const QString &subject) const
{
    return !subject.isEmpty() && (subject == m_loading || subject == m_player->subject());
}

QString Audition::stateOf(const QString &subject) const
{
    if (!isActive(subject))
        return {};
    if (subject == m_loading)
        return tr("Loading…");
    if (m_length.count() == 0)
        return tr("Playing");
    return tr("Playing %1 / %2", "two times").arg(clockText(m_position), clockText(m_length));
}

void Audition::decode(const Result<Media> &media)
{
    const QString subject = m_loading;
    if (!media) {
        finishLoading();
        emit failed(subject, media.error());
        return;
    }
    m_decoding = decodeBytes(media->data, this, [this, subject](const Result<audio::Clip> &clip) {
        finishLoading();
        if (clip)
            m_player->play(*clip, subject);
        else
            emit failed(subject, clip.error());
    });
}

void Audition::finishLoading()
{
    if (m_call)
        m_call->abort();
    delete m_decoding;
    const QString subject = std::exchange(m_loading, {});
    if (!subject.isEmpty())
        emit changed(subject);
}

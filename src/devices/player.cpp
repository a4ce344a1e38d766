// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/player.h"

#include "devices/playback.h"
#include "devices/soundthread.h"

#include <QCoreApplication>
#include <QThread>

namespace {
constexpr int openLimit = 3000;  // ms
constexpr int closeLimit = 1000; // ms
} // namespace

Player::Player(QObject *parent)
    : QObject(parent)
    , m_openLimit(this)
{
    m_openLimit.setSingleShot(true);
    m_openLimit.setInterval(openLimit);
    connect(&m_openLimit, &QTimer::timeout, this, &Player::abandon);
}

Player::~Player()
{
    if (m_playback)
        m_playback->disconnect(this);
    if (m_thread)
        soundthread::end(m_thread, m_playback, closeLimit);
}

void Player::setLoudspeaker(const QByteArray &id)
{
    m_loudspeaker = id;
}

void Player::play(const audio::Clip &clip, const QString &subject, std::chrono::milliseconds start)
{
    stop();
    if (!m_thread) {
        m_thread = new QThread;
        m_thread->setObjectName(QStringLiteral("playing"));
        m_thread->start();
    }
    m_subject = subject;
    m_length = clip.length();
    m_isSeeking = false;
    m_nextSeek.reset();
    m_playback = new Playback(clip, m_loudspeaker, start);
    m_playback->moveToThread(m_thread);
    connectPlayback();
    m_openLimit.start();
    QMetaObject::invokeMethod(m_playback, &Playback::begin, Qt::QueuedConnection);
    emit playing(subject);
}

void Player::connectPlayback()
{
    // What a playback said before it was left may still be under way to here.
    const auto isCurrent = [this, number = ++m_number] { return m_playback && number == m_number; };
    connect(m_playback, &Playback::started, this, [this, isCurrent] {
        if (isCurrent() && !m_isSeeking)
            m_openLimit.stop();
    });
    connect(m_playback, &Playback::progressed, this, [this, isCurrent](std::chrono::milliseconds position) {
        if (isCurrent() && !m_isSeeking)
            emit progressed(position, m_length);
    });
    connect(m_playback, &Playback::sought, this, [this, isCurrent] {
        if (!isCurrent())
            return;
        m_openLimit.stop();
        m_isSeeking = false;
        if (const auto next = std::exchange(m_nextSeek, {}))
            seek(*next);
    });
    connect(m_playback, &Playback::ended, this, [this, isCurrent] {
        if (isCurrent() && !m_isSeeking)
            leave();
    });
    connect(m_playback, &Playback::failed, this, [this, isCurrent](const Error &error) {
        if (!isCurrent())
            return;
        emit failed(error);
        if (isCurrent()) // whoever was told may have begun something else
            leave();
    });
}

void Player::seek(std::chrono::milliseconds position)
{
    if (!m_playback)
        return;
    position = std::clamp(position, std::chrono::milliseconds(0), m_length);
    if (m_isSeeking) { // opening the loudspeaker again takes its time: of a mouse's many places the last
                       // counts
        m_nextSeek = position;
    } else {
        m_isSeeking = true;
        m_openLimit.start();
        QMetaObject::invokeMethod(
            m_playback, [playback = m_playback, position] { playback->seek(position); },
            Qt::QueuedConnection);
    }
    emit progressed(position, m_length);
}

void Player::stop()
{
    if (m_playback)
        leave();
}

void Player::leave()
{
    m_openLimit.stop();
    m_playback->deleteLater();
    m_playback = nullptr;
    emit stopped(std::exchange(m_subject, {}));
}

// The loudspeaker does not answer: its thread is left behind, the next sound gets another.
void Player::abandon()
{
    m_playback->disconnect(this);
    soundthread::end(std::exchange(m_thread, nullptr), std::exchange(m_playback, nullptr));
    emit failed({.kind = Error::Kind::Device,
                 .detail = QCoreApplication::translate("Error", "the loudspeaker did not answer")});
    if (!m_playback)
        emit stopped(std::exchange(m_subject, {}));
}

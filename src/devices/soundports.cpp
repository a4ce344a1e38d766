// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundports.h"

#include "devices/soundserver.h"
#include "devices/soundthread.h"

#include <QCoreApplication>
#include <QPointer>

SoundPorts::SoundPorts(Reading read, QObject *parent)
    : QObject(parent)
    , m_read(read)
    , m_timer(this)
{
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &SoundPorts::look);
}

void SoundPorts::setWatching(bool watching)
{
    if (!watching) {
        m_timer.stop();
        return;
    }
    if (!m_timer.isActive())
        look();
    m_timer.start();
}

void SoundPorts::look()
{
    if (!soundserver::isRunning())
        return adopt({});
    if (m_isLooking) // a sound server that does not answer is asked once, not every second
        return;
    m_isLooking = true;
    soundthread::post([self = QPointer(this), read = m_read] {
        const QList<SoundPort> found = read();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, found] {
                if (self)
                    self->adopt(found);
            },
            Qt::QueuedConnection);
    });
}

void SoundPorts::adopt(const QList<SoundPort> &found)
{
    m_isLooking = false;
    const bool isNews = !m_isKnown || found != m_all;
    m_isKnown = true;
    m_all = found;
    if (isNews)
        emit changed();
}

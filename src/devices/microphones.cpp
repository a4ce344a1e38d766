// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/microphones.h"

#include "devices/soundserver.h"
#include "devices/soundthread.h"

#include <QAudioDevice>
#include <QCoreApplication>
#include <QMediaDevices>
#include <QPointer>

Microphones::Microphones(QObject *parent)
    : QObject(parent)
    , m_timer(this)
{
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &Microphones::look);
}

void Microphones::setWatching(bool watching)
{
    if (!watching) {
        m_timer.stop();
        return;
    }
    if (!m_timer.isActive())
        look();
    m_timer.start();
}

void Microphones::look()
{
    if (!soundserver::isRunning())
        return adopt({});
    if (m_isLooking) // a sound server that does not answer is asked once, not every second
        return;
    m_isLooking = true;
    soundthread::post([self = QPointer(this)] {
        QList<Microphone> found;
        for (const QAudioDevice &device : QMediaDevices::audioInputs())
            found.append({device.id(), device.description()});
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, found] {
                if (self)
                    self->adopt(found);
            },
            Qt::QueuedConnection);
    });
}

void Microphones::adopt(const QList<Microphone> &found)
{
    m_isLooking = false;
    const bool isNews = !m_isKnown || found != m_all;
    m_isKnown = true;
    m_all = found;
    if (isNews)
        emit changed();
}

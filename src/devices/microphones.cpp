// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/microphones.h"

#include "devices/systemmicrophone.h"

#include <QAudioDevice>
#include <QMediaDevices>

namespace {

//! All of them, first the one that the system uses.
QList<SoundPort> microphones()
{
    QList<SoundPort> found;
    for (const QAudioDevice &device : QMediaDevices::audioInputs())
        found.append({device.id(), device.description()});
    if (found.size() < 2)
        return found;
    const QByteArray usual = systemMicrophone();
    std::ranges::stable_partition(found, [&](const SoundPort &port) { return port.id == usual; });
    return found;
}

} // namespace

Microphones::Microphones(QObject *parent)
    : SoundPorts(microphones, parent)
{}

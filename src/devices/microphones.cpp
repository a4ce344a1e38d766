// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/microphones.h"

#include <QAudioDevice>
#include <QMediaDevices>

Microphones::Microphones(QObject *parent)
    : SoundPorts(
          [] {
              QList<SoundPort> found;
              for (const QAudioDevice &device : QMediaDevices::audioInputs())
                  found.append({device.id(), device.description()});
              return found;
          },
          parent)
{}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/loudspeakers.h"

#include <QAudioDevice>
#include <QMediaDevices>

Loudspeakers::Loudspeakers(QObject *parent)
    : SoundPorts(
          [] {
              QList<SoundPort> found;
              for (const QAudioDevice &device : QMediaDevices::audioOutputs())
                  found.append({device.id(), device.description()});
              return found;
          },
          parent)
{}

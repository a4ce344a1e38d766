// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/soundports.h"

//! A place where the system plays sound.
using Loudspeaker = SoundPort;

//! The loudspeakers there are.
class Loudspeakers : public SoundPorts
{
    Q_OBJECT
public:
    explicit Loudspeakers(QObject *parent = nullptr);
};

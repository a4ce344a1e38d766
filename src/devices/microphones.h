// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/soundports.h"

//! A source of sound that the system offers; monitors of loudspeakers are none.
using Microphone = SoundPort;

//! The microphones there are.
class Microphones : public SoundPorts
{
    Q_OBJECT
public:
    explicit Microphones(QObject *parent = nullptr);
};

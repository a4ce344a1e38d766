// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

//! What a key does in a Waveform, and which key it is, for the user.
struct WaveformKey
{
    QString purpose;
    QString keys;
};

//! All that a Waveform, and the editor around it, can be told by the keyboard.
QList<WaveformKey> waveformKeys();

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

//! The id of the microphone that the system uses where nobody has chosen one, asked of the sound service
//! itself (Qt 6.4 calls the first of the list the default one); empty where there is none or no answer within
//! half a second. Waits for that answer: not for the GUI thread.
QByteArray systemMicrophone();

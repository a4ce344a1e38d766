// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

//! The sound service, looked at without Qt: QtMultimedia 6.4 never finds its way back to a service that it
//! asked for while that was away, so nothing may ask it then.
namespace soundserver {

//! Whether something listens where PulseAudio (or what speaks for it) is expected; a service across the
//! network is taken to be there. Never waits.
bool isRunning();

//! What to say where it is not.
Error absent();

} // namespace soundserver

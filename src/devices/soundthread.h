// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

//! The thread in which QtMultimedia's sound engine is made and lives: it reconnects to the sound server by
//! timers of the thread that touched it first, and it may wait for that server, which the GUI thread must
//! not.
namespace soundthread {

//! Runs \a work there, after whatever was asked for before.
void post(std::function<void()> work);

//! Waits until the engine is made; call it from any thread but the GUI's before touching sound devices.
void prepare();

} // namespace soundthread

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <functional>
#include <memory>

//! The sound service, looked at without Qt: QtMultimedia 6.4 never finds its way back to a service that it
//! asked for while that was away, so nothing may ask it then.
namespace soundserver {

//! Whether something listens where PulseAudio (or what speaks for it) is expected; a service across the
//! network is taken to be there. Never waits.
bool isRunning();

//! What to say where it is not.
Error absent();

} // namespace soundserver

//! Closes a stream of QtMultimedia now and destroys it from the event loop of its thread: Qt 6.4 runs that
//! loop in the stream's destructor, where it may destroy the owner, and reads a stream that still plays after
//! it is gone.
struct ClosedStream
{
    template <typename Stream>
    void operator()(Stream *stream) const
    {
        stream->disconnect();
        stream->stop();
        stream->deleteLater();
    }
};

template <typename Stream>
using SoundStream = std::unique_ptr<Stream, ClosedStream>;

class QObject;
class QThread;

//! The thread in which QtMultimedia's sound engines are made and live: they reconnect to the sound server by
//! timers of the thread that touched them first, and may wait for that server, which the GUI thread must
//! not. And the account of threads that did not come back from it.
namespace soundthread {

//! Runs \a work there, after whatever was asked for before.
void post(std::function<void()> work);

//! Waits until the engines are made; call it from any thread but the GUI's before touching sound devices, and
//! only while the sound server runs.
void prepare();

//! Destroys \a resident, which lives in \a thread and may be null, then \a thread: as soon as it comes back
//! from the sound server, which may be never (Qt 6.4 and a device that has just vanished). Waits for that at
//! most \a patience milliseconds.
void end(QThread *thread, QObject *resident, int patience = 0);

//! Whether a thread has not come back yet. An ordinary exit would abort then: leave by _exit(), after all is
//! saved.
bool hasHungDevice();

} // namespace soundthread

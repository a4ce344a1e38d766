// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

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

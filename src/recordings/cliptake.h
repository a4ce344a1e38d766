// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "sound/clip.h"
#include "sound/quality.h"

#include <QObject>

#include <functional>

//! A clip and what was measured of it.
struct ClipTake
{
    audio::Clip clip;
    audio::Quality quality;

    //! Measures \a clip, which takes some 100 ms: not for the GUI thread.
    static ClipTake of(const audio::Clip &clip);
    //! Reads the wav file at \a path, as speech, off this thread.
    static void read(const QString &path, QObject *receiver,
                     std::function<void(const Result<ClipTake> &)> deliver);
    //! As read(), and puts the sound after \a before; the file then holds both.
    static void append(const audio::Clip &before, const QString &path, QObject *receiver,
                       std::function<void(const Result<ClipTake> &)> deliver);
    //! Measures \a clip and writes it to \a path, off this thread; what was measured comes also where it
    //! could not be written.
    static void write(const audio::Clip &clip, const QString &path, QObject *receiver,
                      std::function<void(const ClipTake &, const Result<Nothing> &)> deliver);
};

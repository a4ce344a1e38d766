// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/edit.h"
#include "sound/sound.h"

//! The first stretch of \a samples length in \a sound that holds much speech, looked for in its first half
//! hour; its beginning where nobody speaks. About 10 ms for a minute of sound: not for the GUI thread.
audio::Span speechStretch(const audio::Sound &sound, qint64 samples);

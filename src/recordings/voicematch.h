// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

#include <optional>

//! How much \a other sounds like the person of \a enrolled (16 kHz mono both), by the engine of this
//! computer: 0 to 100, with wire::defaultThreshold as the operating point. Absent where either holds too
//! little speech. No call is made. About 0.1 s for 30 s of sound: not for the GUI thread.
std::optional<double> voiceMatch(const audio::Clip &enrolled, const audio::Clip &other);

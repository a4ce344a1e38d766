// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../../src/audio/sound.h" // of the same name: whoever includes "audio/sound.h" in a test gets both
#include "audio/tones.h"

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

//! Has every LevelMeter read as a progress bar in dBFS.
void installLevelMeterReader();

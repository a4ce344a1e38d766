// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/startoptions.h"

//! Runs the application until its window is closed and gives the exit code. A second start with the same data
//! directory only brings the first one's window to the front.
int runStudio(const StartOptions &options);

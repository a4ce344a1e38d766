// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

//! Has every combo box read as “Theme: Light”: under Linux Qt's own reader says “Light” alone, and nothing
//! says of what, unless a label stands beside it.
void installChoiceReader();

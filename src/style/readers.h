// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

//! Has every combo box read as “Theme: Light”: under Linux Qt's own reader says “Light” alone, and nothing
//! says of what, unless a label stands beside it.
void installChoiceReader();

//! Has scroll areas answer for the children that they have: Qt 6.4's own reader reads past the end of its
//! list, and the program dies, when a screen reader asks for a scroll bar that has just gone.
void installScrollAreaReader();

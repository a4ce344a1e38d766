// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

//! Teaches the readers of assistive technology what Qt's own do not tell, or tell wrongly:
//! - Every combo box reads as “Theme: Light”. Under Linux Qt's own reader says “Light” alone, and nothing
//! says of what,
//!   unless a label stands beside it.
//! - A scroll area answers for the children that it has. Qt 6.4's own reader reads past the end of its list,
//! and the
//!   program dies, when a screen reader asks for a scroll bar that has just gone.
void installReaders();

//! Tells assistive technology that \a widget needs attention.
void announce(QWidget *widget);

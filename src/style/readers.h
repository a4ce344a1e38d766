// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

//! Installs what assistive technology reads of two of Qt's widgets, in place of Qt's own:
//! - A combo box reads as “Theme: Light”. Under Linux Qt says “Light” alone, unless a label stands beside it.
//! - A scroll area answers for the children that it has. Qt 6.4 reads past the end of its list, and the
//!   program dies, when a screen reader asks for a scroll bar that has just gone.
void installReaders();

//! Tells assistive technology that \a widget needs attention.
void announce(QWidget *widget);

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/settings.h"

#include <QColor>
#include <QPalette>

//! The colours of the application: text and tones stand at least 4.5:1 against what they are written on.
namespace theme {

enum class Tone { Neutral, Accent, Good, Warning, Problem };

//! Gives the application its style and the palette of \a choice. System follows the desktop's palette of the
//! moment.
void apply(Settings::Theme choice);

bool isDark(const QPalette &palette);
//! For text, lines and icons in this tone.
QColor color(Tone tone, const QPalette &palette);
//! A quiet background in this tone, for ordinary text.
QColor tint(Tone tone, const QPalette &palette);
//! \a share of \a b in \a a.
QColor mix(const QColor &a, const QColor &b, double share);
//! Fills the button that has the property "primary"; white stands on it.
QColor primary();
//! For secondary text.
QColor quiet(const QPalette &palette);
//! Between parts that belong together.
QColor line(const QPalette &palette);

} // namespace theme

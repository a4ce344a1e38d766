// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>

class QWidget;
class Settings;

//! Where the main window stood, on the screens that there are now.
namespace windowplace {

//! \a wanted, moved and shrunk into the available area of that screen which shows the most of it (else the
//! first).
QRect clamped(const QRect &wanted, const QList<QRect> &screens);

void restore(QWidget &window, const Settings &settings);
void remember(const QWidget &window, Settings &settings);

} // namespace windowplace

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QAction;

//! The text of a command without what only a menu needs: "&Edit…" and "编辑(&E)…" become "Edit" and "编辑".
QString plainText(const QString &menuText);

//! Gives \a action its text for the menu, the plain one for buttons, and a tool tip with its key.
void setActionText(QAction *action, const QString &menuText);

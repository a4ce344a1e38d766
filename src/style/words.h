// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>
#include <QString>
#include <QWidget>

#include <chrono>

class QAction;

//! The text of a command without what only a menu needs: "&Edit…" and "编辑(&E)…" become "Edit" and "编辑".
QString plainText(const QString &menuText);

//! A share as "12 %", with one decimal below a tenth.
QString percentText(double share);

//! A number without decimals.
QString wholeText(double value);

//! A name as a part of a button's or a box's words: cut to \a letters, and no letter of it a key.
QString wordsOf(const QString &name, int letters);

//! Gives \a action its text for the menu, the plain one for buttons, and a tool tip with its key.
void setActionText(QAction *action, const QString &menuText);

//! A length of time as "2:05", or "1:02:05" from an hour on.
inline QString clockText(std::chrono::milliseconds time)
{
    const qint64 seconds = (time.count() + 500) / 1000;
    const auto twoDigits = [](qint64 number) {
        return QString::number(number).rightJustified(2, QLatin1Char('0'));
    };
    const QString end = QLatin1Char(':') + twoDigits(seconds % 60);
    if (seconds < 3600)
        return QString::number(seconds / 60) + end;
    return QString::number(seconds / 3600) + QLatin1Char(':') + twoDigits(seconds / 60 % 60) + end;
}

//! The name of a group or a person as it is shown: one in which nothing can be seen is said to be that, and
//! none turns the direction of what stands around it.
QString visibleName(const QString &name);

//! Whether the user may be typing in \a window: then the focus must not move by itself.
inline bool isTyping(const QWidget *window)
{
    const QWidget *focus = window->focusWidget();
    return focus && focus->testAttribute(Qt::WA_InputMethodEnabled);
}

//! Installs what assistive technology reads of two of Qt's widgets, in place of Qt's own:
//! - A combo box reads as “Theme: Light”. Under Linux Qt says “Light” alone, unless a label stands beside it.
//! - A scroll area answers for the children that it has. Qt 6.4 reads past the end of its list, and the
//!   program dies, when a screen reader asks for a scroll bar that has just gone.
void installReaders();

//! Tells assistive technology that \a widget needs attention, or what else has happened to it.
void announce(QWidget *widget, QAccessible::Event what = QAccessible::Alert);

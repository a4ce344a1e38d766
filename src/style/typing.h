// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

//! Whether the keyboard of \a window is on a text that is being typed: it must not go elsewhere by itself.
inline bool isTyping(const QWidget *window)
{
    const QWidget *focus = window->focusWidget();
    return focus && focus->testAttribute(Qt::WA_InputMethodEnabled);
}

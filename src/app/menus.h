// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"

#include <QMenu>

//! Puts the commands of the screen that is shown into the menu bar, each into its menu, before the window's
//! own.
class Menus
{
public:
    //! The menus, in the order of Screen::Menu.
    void setMenus(const QList<QMenu *> &menus);
    void show(const QList<QAction *> &commands);

private:
    struct Entry
    {
        QMenu *menu;
        QAction *before; //!< the first of the window's own actions, nullptr where there are none
    };
    QList<Entry> m_menus;
    QList<QAction *> m_shown;
    QList<QAction *> m_separators;
};

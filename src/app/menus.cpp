// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/menus.h"

#include <QHash>

#include <utility>

void Menus::setMenus(const QList<QMenu *> &menus)
{
    for (QMenu *menu : menus)
        m_menus << Entry{menu, menu->actions().value(0)};
}

void Menus::show(const QList<QAction *> &commands)
{
    qDeleteAll(m_separators);
    m_separators.clear();
    for (const Entry &entry : m_menus) {
        for (QAction *action : m_shown)
            entry.menu->removeAction(action);
    }
    m_shown = commands;

    QHash<QMenu *, QObject *> owners;
    for (QAction *command : commands) {
        const Entry entry = m_menus.at(command->data().toInt());
        QObject *before = std::exchange(owners[entry.menu], command->parent());
        if (before && before != command->parent())
            m_separators << entry.menu->insertSeparator(entry.before);
        entry.menu->insertAction(entry.before, command);
    }
    for (const Entry &entry : m_menus) {
        if (entry.before && owners.contains(entry.menu))
            m_separators << entry.menu->insertSeparator(entry.before);
        entry.menu->menuAction()->setEnabled(!entry.menu->isEmpty());
    }
}

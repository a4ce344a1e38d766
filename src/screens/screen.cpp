// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/screen.h"

#include "widgets/lineicon.h"

Screen::Screen(const Studio &studio, QWidget *parent) : QWidget(parent), m_studio(studio) {}

void Screen::setClient(Client *client)
{
    m_client = client;
}

QAction *Screen::addCommand(const QString &name, Menu menu, const QString &icon, const QKeySequence &keys, QWidget *scope)
{
    auto *command = new QAction(this);
    command->setObjectName(name);
    command->setData(int(menu));
    if (!icon.isEmpty())
        command->setIcon(lineIcon(icon));
    command->setShortcut(keys);
    // A scoped key (Space, Del, F2) must not be taken from who types in a field next to it.
    command->setShortcutContext(scope ? Qt::WidgetWithChildrenShortcut : Qt::WindowShortcut);
    if (scope)
        scope->addAction(command);
    m_commands << command;
    return command;
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/words.h"

#include <QAction>
#include <QCoreApplication>
#include <QRegularExpression>

QString plainText(const QString &menuText)
{
    static const QRegularExpression menuOnly(QStringLiteral("\\(&.\\)|&|…"));
    return QString(menuText).remove(menuOnly);
}

void setActionText(QAction *action, const QString &menuText)
{
    const QString plain = plainText(menuText);
    const QString key = action->shortcut().toString(QKeySequence::NativeText);
    action->setText(menuText);
    action->setIconText(plain);
    action->setToolTip(
        key.isEmpty()
            ? plain
            : QCoreApplication::translate("ActionText", "%1 (%2)", "a command and its key").arg(plain, key));
}

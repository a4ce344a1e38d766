// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/scrollareareader.h"

#include <QAccessibleWidget>

namespace {

QAccessibleInterface *makeScrollAreaReader(const QString &className, QObject *object)
{
    return className == QLatin1String("QScrollArea")
               ? new QAccessibleWidget(static_cast<QWidget *>(object), QAccessible::Client)
               : nullptr;
}

} // namespace

void installScrollAreaReader()
{
    [[maybe_unused]] static const bool installed = (QAccessible::installFactory(makeScrollAreaReader), true);
}

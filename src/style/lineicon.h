// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

class QObject;

//! The icon resources/icons/NAME.svg, drawn in the text colour of the moment: it follows the theme, the
//! selection and disabling.
QIcon lineIcon(const QString &name);

//! Gives every action and button below \a form the icon that its property "lineIcon" names.
void setLineIcons(const QObject &form);

//! The same picture, drawn in \a color whatever the theme.
QPixmap linePixmap(const QString &name, const QSize &size, qreal ratio, const QColor &color);

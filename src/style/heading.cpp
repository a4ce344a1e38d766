// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/heading.h"

#include <QApplication>

Heading::Heading(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setScale(1.15);
}

void Heading::setScale(qreal scale)
{
    QFont larger = QApplication::font();
    larger.setPointSizeF(larger.pointSizeF() * scale);
    larger.setBold(true);
    setFont(larger);
}

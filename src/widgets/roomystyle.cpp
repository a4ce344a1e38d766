// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/roomystyle.h"

#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>

RoomyStyle::RoomyStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{}

void RoomyStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool isEdge = element == PE_FrameLineEdit || element == PE_IndicatorCheckBox ||
                        (element == PE_Frame && qobject_cast<const QPlainTextEdit *>(widget));
    if (!isEdge || option->state & State_HasFocus || !(option->state & State_Enabled))
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(option->palette.color(QPalette::Mid));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter->restore();
}

int RoomyStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_FocusFrameHMargin:
        return 6; // left and right of a table cell's text
    case PM_HeaderMargin:
        return 7;
    case PM_MenuVMargin:
        return 4;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

//! Qt's Fusion with more air in tables and menus, and edges of fields and boxes that are seen in the dark
//! too.
class RoomyStyle : public QProxyStyle
{
    Q_OBJECT
public:
    RoomyStyle();
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

//! Qt's Fusion with more air in tables and menus.
class RoomyStyle : public QProxyStyle
{
    Q_OBJECT
public:
    RoomyStyle();
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
};

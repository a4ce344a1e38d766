// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/symbol.h"

#include "style/lineicon.h"

#include <QPainter>
#include <QStyle>

Symbol::Symbol(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Symbol::setSide(int side)
{
    m_side = side;
    updateGeometry();
}

void Symbol::show(const QString &icon, theme::Tone tone)
{
    m_icon = icon;
    m_tone = tone;
    update();
    QWidget::show();
}

void Symbol::paintEvent(QPaintEvent *)
{
    if (m_icon.isEmpty())
        return;
    const QColor color =
        m_tone == theme::Tone::Neutral ? theme::quiet(palette()) : theme::color(m_tone, palette());
    const QRect place = QStyle::alignedRect(layoutDirection(), Qt::AlignCenter, {m_side, m_side}, rect());
    QPainter painter(this);
    painter.drawPixmap(place.topLeft(), linePixmap(m_icon, place.size(), devicePixelRatioF(), color));
}

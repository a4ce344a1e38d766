// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/tintedframe.h"

#include "style/lineicon.h"

#include <QAccessible>
#include <QApplication>
#include <QPainter>

namespace {
constexpr int frameIcon = 20;
constexpr int frameMargin = 10;
} // namespace

TintedFrame::TintedFrame(QWidget *parent)
    : QFrame(parent)
{
    setContentsMargins(frameIcon + frameMargin, 0, 0, 0);
}

void TintedFrame::setTone(theme::Tone tone, const QString &icon)
{
    m_tone = tone;
    m_icon = icon;
    update();
}

void TintedFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = theme::color(m_tone, palette());
    painter.setPen(color);
    painter.setBrush(theme::tint(m_tone, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    const int x = isRightToLeft() ? width() - frameMargin - frameIcon : frameMargin;
    painter.drawPixmap(x, frameMargin + 2,
                       linePixmap(m_icon, {frameIcon, frameIcon}, devicePixelRatioF(), color));
}

void TintedFrame::announce()
{
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

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

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/theme.h"

#include <QIcon>
#include <QWidget>

class QObject;

//! The icon resources/icons/NAME.svg, drawn in the colour of the text: it follows the theme, the selection
//! and disabling.
QIcon lineIcon(const QString &name);

//! Gives every action and button below \a form the icon that its property "lineIcon" names.
void setLineIcons(const QObject &form);

//! The same picture, drawn in \a color whatever the theme.
QPixmap linePixmap(const QString &name, const QSize &size, qreal ratio, const QColor &color);

//! A line icon in a tone, beside words that say the same. Assistive technology does not see it.
class Symbol : public QWidget
{
    Q_OBJECT
public:
    explicit Symbol(QWidget *parent = nullptr)
        : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    //! 16 at first.
    void setSide(int side)
    {
        m_side = side;
        updateGeometry();
    }
    //! A neutral one is as quiet as secondary text.
    void show(const QString &icon, theme::Tone tone = theme::Tone::Neutral);

    QString icon() const { return m_icon; }
    QSize sizeHint() const override { return {m_side, m_side}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    theme::Tone m_tone = theme::Tone::Neutral;
    int m_side = 16;
};

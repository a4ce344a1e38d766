// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/theme.h"

#include <QFrame>

//! A rounded strip in a tone, with its symbol at the left edge; what stands in it is up to who derives.
class TintedFrame : public QFrame
{
    Q_OBJECT
public:
    explicit TintedFrame(QWidget *parent = nullptr);
    void setTone(theme::Tone tone, const QString &icon);

protected:
    void paintEvent(QPaintEvent *event) override;
    //! Tells assistive technology that something needs attention.
    void announce();

private:
    theme::Tone m_tone = theme::Tone::Neutral;
    QString m_icon;
};

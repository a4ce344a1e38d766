// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/theme.h"

#include <QWidget>

//! A line icon beside words that say the same: painted in a tone, and nothing to assistive technology.
class Symbol : public QWidget
{
    Q_OBJECT
public:
    explicit Symbol(QWidget *parent = nullptr);

    void setSide(int side); //!< 16 at first
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

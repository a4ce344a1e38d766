// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

//! A line of text above what it names, larger and bolder than the rest by a share of whatever font there is.
class Heading : public QLabel
{
    Q_OBJECT
public:
    explicit Heading(QWidget *parent = nullptr);
    void setScale(qreal scale);
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

//! A form of which more or less is asked: its window grows with it as long as the screen is high enough, then
//! it scrolls.
class ConnectionScroll : public QScrollArea
{
    Q_OBJECT
public:
    explicit ConnectionScroll(QWidget *parent = nullptr);

    //! Makes the window as high as its content needs.
    void grow();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

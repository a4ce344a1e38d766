// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTimer>

//! A word about a wait, for those that are long enough to need one.
class BusyWord : public QLabel
{
    Q_OBJECT
public:
    explicit BusyWord(QWidget *parent = nullptr);
    void setBusy(bool busy);

private:
    QTimer m_soon;
};

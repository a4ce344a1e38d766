// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/busyword.h"

BusyWord::BusyWord(QWidget *parent)
    : QLabel(parent)
{
    hide();
    m_soon.setSingleShot(true);
    m_soon.setInterval(400);
    connect(&m_soon, &QTimer::timeout, this, &QWidget::show);
}

void BusyWord::setBusy(bool busy)
{
    hide();
    busy ? m_soon.start() : m_soon.stop();
}

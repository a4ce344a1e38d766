// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/waveform.h"
#include "style/onchange.h"

namespace Ui {
class WaveformView;
}

//! A Waveform with its scroll bar, zoom buttons and the times of what is shown and selected.
class WaveformView : public QWidget
{
    Q_OBJECT
public:
    explicit WaveformView(QWidget *parent = nullptr);
    Waveform *waveform() const { return m_waveform; }

private:
    void retranslate();
    void refresh();
    void showTimes();

    Form<Ui::WaveformView> m_form;
    Waveform *m_waveform;
    QString m_ownName; //!< of the waveform, until the owner gives it a better one
};

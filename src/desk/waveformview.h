// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/waveform.h"

class QHBoxLayout;
class QLabel;
class QScrollBar;
class QToolButton;

//! A Waveform with its scroll bar, zoom buttons and the times of what is shown and selected.
class WaveformView : public QWidget
{
    Q_OBJECT
public:
    explicit WaveformView(QWidget *parent = nullptr);
    Waveform *waveform() const { return m_waveform; }

private:
    QToolButton *addButton(const QString &name, const QString &icon);
    void retranslate();
    void refresh();
    void showTimes();

    Waveform *m_waveform;
    QString m_ownName; //!< of the waveform, until the owner gives it a better one
    QScrollBar *m_scrollBar;
    QLabel *m_times;
    QHBoxLayout *m_row;
    QToolButton *m_zoomIn;
    QToolButton *m_zoomOut;
    QToolButton *m_zoomSelection;
    QToolButton *m_showAll;
};

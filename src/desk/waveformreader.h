// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/waveform.h"

#include <QAccessibleWidget>

//! A Waveform as a screen reader meets it: its picture is told in words, and zooming is an action.
class WaveformReader : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit WaveformReader(Waveform *waveform)
        : QAccessibleWidget(waveform, QAccessible::Slider)
        , m_waveform(*waveform)
    {}

    void *interface_cast(QAccessible::InterfaceType type) override;
    QString text(QAccessible::Text part) const override;

    // In seconds, as all of these.
    QVariant currentValue() const override { return m_waveform.seconds(m_waveform.caret()); }
    void setCurrentValue(const QVariant &value) override;
    QVariant maximumValue() const override { return m_waveform.seconds(m_waveform.size()); }
    QVariant minimumValue() const override { return 0.0; }
    QVariant minimumStepSize() const override { return m_waveform.seconds(m_waveform.keyStep()); }

    QStringList actionNames() const override;
    QString localizedActionName(const QString &name) const override;
    QString localizedActionDescription(const QString &name) const override;
    void doAction(const QString &name) override;

private:
    Waveform &m_waveform;
};

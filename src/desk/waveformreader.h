// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessibleWidget>
#include <QList>
#include <QString>

//! What a key does in a Waveform, and which key it is, for the user.
struct WaveformKey
{
    QString purpose;
    QString keys;
};

//! All that a Waveform, and the editor around it, can be told by the keyboard.
QList<WaveformKey> waveformKeys();

class Waveform;

//! Has every Waveform read by a WaveformReader.
void installWaveformReader();

//! A Waveform as a screen reader meets it: a slider over the seconds of the sound, with its picture told in
//! words and zooming as actions.
class WaveformReader : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit WaveformReader(Waveform *waveform);

    void *interface_cast(QAccessible::InterfaceType type) override;
    QString text(QAccessible::Text part) const override;

    QVariant currentValue() const override; //!< seconds, as all of these
    void setCurrentValue(const QVariant &value) override;
    QVariant maximumValue() const override;
    QVariant minimumValue() const override;
    QVariant minimumStepSize() const override;

    QStringList actionNames() const override;
    QString localizedActionName(const QString &name) const override;
    QString localizedActionDescription(const QString &name) const override;
    void doAction(const QString &name) override;

private:
    Waveform *m_waveform;
};

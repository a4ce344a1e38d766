// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/soundchoice.h"

#include "base/settings.h"

#include <QSignalBlocker>

SoundChoice::SoundChoice(QWidget *parent)
    : QComboBox(parent)
{
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(16);
    connect(this, &QComboBox::activated, this, [this] {
        m_settings->remember(m_key, QString::fromUtf8(id()));
        tellChoice();
    });
}

void SoundChoice::attach(Settings *settings, const QString &key)
{
    m_settings = settings;
    m_key = key;
}

void SoundChoice::setDevices(const QList<Device> &devices)
{
    const QString wanted = m_settings->remembered(m_key).toString();
    {
        const QSignalBlocker quiet(this);
        clear();
        for (const Device &device : devices) {
            addItem(device.name, QString::fromUtf8(device.id));
            setItemData(count() - 1, device.name, Qt::ToolTipRole);
        }
        setCurrentIndex(devices.isEmpty() ? -1 : std::max(0, findData(wanted)));
    }
    tellChoice();
}

QByteArray SoundChoice::id() const
{
    return currentData().toString().toUtf8();
}

void SoundChoice::tellChoice()
{
    if (std::exchange(m_hasTold, true) && m_told == id())
        return;
    m_told = id();
    emit chosen();
}

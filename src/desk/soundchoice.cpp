// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/soundchoice.h"

#include "base/settings.h"

#include <QSignalBlocker>

#include <algorithm>

namespace {

// Beside the id, under the same key.
constexpr auto nameOf = "Name";
constexpr auto twinsOf = "Twins"; // ids of others of that name which were there together with it

// What \a device is called among \a all: with a number where others have its name.
QString called(const SoundPort &device, const QList<SoundPort> &all)
{
    const auto isTwin = [&](const SoundPort &other) { return other.name == device.name; };
    if (std::ranges::count_if(all, isTwin) < 2)
        return device.name;
    const auto before = std::ranges::count_if(
        all, [&](const SoundPort &other) { return isTwin(other) && other.id < device.id; });
    return SoundChoice::tr("%1 (%2)", "a device, one of several of this name")
        .arg(device.name)
        .arg(before + 1);
}

} // namespace

SoundChoice::SoundChoice(QWidget *parent)
    : QComboBox(parent)
{
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(16);
    connect(this, &QComboBox::activated, this, [this](int row) {
        m_presence = Presence::Usual;
        if (row >= 0 && row < m_devices.size())
            remember(m_devices[row]);
        tellChoice();
    });
}

void SoundChoice::setDevices(const QList<SoundPort> &devices)
{
    m_devices = devices;
    {
        const QSignalBlocker quiet(this);
        clear();
        for (const SoundPort &device : devices) {
            const QString name = called(device, devices);
            addItem(name, QString::fromUtf8(device.id));
            setItemData(count() - 1, name == device.name ? name : name + u'\n' + QString::fromUtf8(device.id),
                        Qt::ToolTipRole);
        }
        int row = findData(m_settings->remembered(m_key).toString());
        const bool isElsewhere = row < 0;
        if (isElsewhere)
            row = findData(QString::fromUtf8(returned()));
        if (row >= 0 && m_settings->remembered(m_key).isValid())
            remember(devices[row]);
        if (row >= 0 && (isElsewhere || m_presence == Presence::Away))
            m_presence = Presence::Back;
        else if (row < 0 && !devices.isEmpty())
            m_presence = Presence::Away;
        setCurrentIndex(devices.isEmpty() ? -1 : std::max(0, row));
    }
    tellChoice();
}

QString SoundChoice::rememberedName() const
{
    return m_settings->remembered(key(nameOf)).toString();
}

void SoundChoice::remember(const SoundPort &device)
{
    const bool isSame = m_settings->remembered(m_key).toString().toUtf8() == device.id;
    QStringList twins = isSame ? m_settings->remembered(key(twinsOf)).toStringList() : QStringList();
    for (const SoundPort &other : m_devices) {
        const QString id = QString::fromUtf8(other.id);
        if (other.name == device.name && other.id != device.id && !twins.contains(id))
            twins.append(id);
    }
    const auto keep = [this](const QString &where, const QVariant &what) {
        if (m_settings->remembered(where) != what) // this is asked every second
            m_settings->remember(where, what);
    };
    keep(m_key, QString::fromUtf8(device.id));
    keep(key(nameOf), device.name);
    keep(key(twinsOf), twins);
}

// The id under which the chosen device has come back: that of the one device of its name which was never
// there beside it. A headset gets another id at another socket, or where the sound system starts anew.
QByteArray SoundChoice::returned() const
{
    const QString name = rememberedName();
    const QStringList twins = m_settings->remembered(key(twinsOf)).toStringList();
    const auto isIt = [&](const SoundPort &device) {
        return !name.isEmpty() && device.name == name && !twins.contains(QString::fromUtf8(device.id));
    };
    const auto found = std::ranges::find_if(m_devices, isIt);
    return std::ranges::count_if(m_devices, isIt) == 1 ? found->id : QByteArray();
}

QString SoundChoice::news() const
{
    if (isEmpty() || !m_settings || rememberedName().isEmpty())
        return {};
    switch (m_presence) {
    case Presence::Usual:
        return {};
    case Presence::Away:
        return tr("“%1” is not connected: “%2” is used until it is back.")
            .arg(rememberedName(), currentText());
    case Presence::Back:
        return tr("“%1” is connected again, and used again.").arg(currentText());
    }
    return {};
}

void SoundChoice::forgetNews()
{
    if (m_presence == Presence::Back)
        m_presence = Presence::Usual;
}

void SoundChoice::tellChoice()
{
    if (std::exchange(m_hasTold, true) && m_told == id())
        return;
    m_told = id();
    emit chosen();
}

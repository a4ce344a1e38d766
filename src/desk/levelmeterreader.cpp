// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/levelmeterreader.h"

#include "desk/levelmeter.h"

#include <QAccessibleWidget>

#include <algorithm>

namespace {

class LevelMeterReader : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit LevelMeterReader(LevelMeter *meter)
        : QAccessibleWidget(meter, QAccessible::ProgressBar)
        , m_meter(meter)
    {}

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::ValueInterface)
            return static_cast<QAccessibleValueInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text part) const override
    {
        return part == QAccessible::Value ? m_meter->valueText() : QAccessibleWidget::text(part);
    }
    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        return state;
    }
    QVariant currentValue() const override
    {
        return std::clamp(m_meter->level(), LevelMeter::floorDbfs, 0.0);
    }
    void setCurrentValue(const QVariant &) override {}
    QVariant maximumValue() const override { return 0.0; }
    QVariant minimumValue() const override { return LevelMeter::floorDbfs; }
    QVariant minimumStepSize() const override { return 1.0; }

private:
    LevelMeter *m_meter;
};

QAccessibleInterface *makeLevelMeterReader(const QString &className, QObject *object)
{
    if (className != QLatin1String("LevelMeter"))
        return nullptr;
    return new LevelMeterReader(static_cast<LevelMeter *>(object));
}

} // namespace

void installLevelMeterReader()
{
    [[maybe_unused]] static const bool installed = (QAccessible::installFactory(makeLevelMeterReader), true);
}

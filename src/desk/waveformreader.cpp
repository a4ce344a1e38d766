// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveformreader.h"

#include "desk/waveform.h"

#include <QCoreApplication>
#include <QKeySequence>

#include <cmath>

namespace {

QString keyText(const QList<QKeySequence> &keys)
{
    return QKeySequence::listToString(keys, QKeySequence::NativeText)
        .replace(QLatin1String("; "), QLatin1String(", "));
}

} // namespace

QList<WaveformKey> waveformKeys()
{
    return {
        {Waveform::tr("Move the cursor; what plays goes on there"), keyText({Qt::Key_Left, Qt::Key_Right})},
        {Waveform::tr("Move it further"), keyText({Qt::CTRL | Qt::Key_Left, Qt::CTRL | Qt::Key_Right})},
        {Waveform::tr("To the beginning, to the end"), keyText({Qt::Key_Home, Qt::Key_End})},
        {Waveform::tr("Select"), keyText({Qt::SHIFT | Qt::Key_Left, Qt::SHIFT | Qt::Key_Right,
                                          Qt::SHIFT | Qt::Key_Home, Qt::SHIFT | Qt::Key_End})},
        {Waveform::tr("Select all, select nothing"), keyText({Qt::CTRL | Qt::Key_A, Qt::Key_Escape})},
        {Waveform::tr("Play what is selected, or from the cursor on; stop"), keyText({Qt::Key_Space})},
        {Waveform::tr("Delete the selection"), keyText({Qt::Key_Delete})},
        {Waveform::tr("Zoom in, zoom out, show all"), keyText({Qt::Key_Plus, Qt::Key_Minus, Qt::Key_0})},
        {Waveform::tr("Show what comes before or after"), keyText({Qt::Key_PageUp, Qt::Key_PageDown})},
        {Waveform::tr("Take a change of the recording back, make it again"),
         keyText({Qt::CTRL | Qt::Key_Z, Qt::CTRL | Qt::SHIFT | Qt::Key_Z})},
    };
}

namespace {

constexpr double zoomStep = 2;

const QString zoomIn = QStringLiteral("zoomIn");
const QString zoomOut = QStringLiteral("zoomOut");
const QString showAll = QStringLiteral("showAll");
const QString selectAll = QStringLiteral("selectAll");
const QString selectNothing = QStringLiteral("selectNothing");

QAccessibleInterface *makeWaveformReader(const QString &className, QObject *object)
{
    return className == QLatin1String("Waveform") ? new WaveformReader(static_cast<Waveform *>(object))
                                                  : nullptr;
}

double seconds(qint64 samples)
{
    return double(samples) / audio::speechRate;
}

} // namespace

void installWaveformReader()
{
    [[maybe_unused]] static const bool installed = (QAccessible::installFactory(makeWaveformReader), true);
}

WaveformReader::WaveformReader(Waveform *waveform)
    : QAccessibleWidget(waveform, QAccessible::Slider)
    , m_waveform(waveform)
{}

void *WaveformReader::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::ValueInterface)
        return static_cast<QAccessibleValueInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

QString WaveformReader::text(QAccessible::Text part) const
{
    switch (part) {
    case QAccessible::Value:
        return m_waveform->valueText();
    case QAccessible::Description: // the only words beside the name that reach a reader under Linux
        return m_waveform->valueText() + QLatin1Char(' ') +
               Waveform::tr(
                   "Arrow keys move the cursor, with Ctrl further, with Shift they select. Plus, minus "
                   "and 0 zoom. Space plays.");
    default:
        return QAccessibleWidget::text(part);
    }
}

QVariant WaveformReader::currentValue() const
{
    return seconds(m_waveform->caret());
}

void WaveformReader::setCurrentValue(const QVariant &value)
{
    m_waveform->moveCaret(std::llround(value.toDouble() * audio::speechRate), false);
}

QVariant WaveformReader::maximumValue() const
{
    return seconds(m_waveform->size());
}

QVariant WaveformReader::minimumValue() const
{
    return 0.0;
}

QVariant WaveformReader::minimumStepSize() const
{
    return seconds(m_waveform->keyStep());
}

QStringList WaveformReader::actionNames() const
{
    return QAccessibleWidget::actionNames() + QStringList{increaseAction(), decreaseAction(), zoomIn,
                                                          zoomOut,          showAll,          selectAll,
                                                          selectNothing};
}

QString WaveformReader::localizedActionName(const QString &name) const
{
    if (name == zoomIn)
        return Waveform::tr("Zoom in");
    if (name == zoomOut)
        return Waveform::tr("Zoom out");
    if (name == showAll)
        return Waveform::tr("Show all");
    if (name == selectAll)
        return Waveform::tr("Select all");
    if (name == selectNothing)
        return Waveform::tr("Select nothing");
    return QAccessibleWidget::localizedActionName(name);
}

QString WaveformReader::localizedActionDescription(const QString &name) const
{
    const QString own = localizedActionName(name);
    return actionNames().contains(name) ? own : QAccessibleWidget::localizedActionDescription(name);
}

void WaveformReader::doAction(const QString &name)
{
    if (name == increaseAction())
        m_waveform->moveCaret(m_waveform->caret() + m_waveform->keyStep(), false);
    else if (name == decreaseAction())
        m_waveform->moveCaret(m_waveform->caret() - m_waveform->keyStep(), false);
    else if (name == zoomIn)
        m_waveform->zoom(zoomStep);
    else if (name == zoomOut)
        m_waveform->zoom(1 / zoomStep);
    else if (name == showAll)
        m_waveform->showAll();
    else if (name == selectAll)
        m_waveform->setSelection({0, m_waveform->size()});
    else if (name == selectNothing)
        m_waveform->setSelection({});
    else
        QAccessibleWidget::doAction(name);
}

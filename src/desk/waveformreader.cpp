// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveformreader.h"

#include <cmath>

namespace {

constexpr double readerZoom = 2;

//! What a screen reader can have done beside moving the cursor.
struct ReaderAction
{
    QString name;
    const char *words;
    void (*act)(Waveform &);
};

const ReaderAction readerActions[] = {
    {QStringLiteral("zoomIn"), QT_TRANSLATE_NOOP("Waveform", "Zoom in"),
     [](Waveform &wave) { wave.zoom(readerZoom); }},
    {QStringLiteral("zoomOut"), QT_TRANSLATE_NOOP("Waveform", "Zoom out"),
     [](Waveform &wave) { wave.zoom(1 / readerZoom); }},
    {QStringLiteral("showAll"), QT_TRANSLATE_NOOP("Waveform", "Show all"),
     [](Waveform &wave) { wave.showAll(); }},
    {QStringLiteral("selectAll"), QT_TRANSLATE_NOOP("Waveform", "Select all"),
     [](Waveform &wave) {
         wave.setSelection({0, wave.size()});
     }},
    {QStringLiteral("selectNothing"), QT_TRANSLATE_NOOP("Waveform", "Select nothing"),
     [](Waveform &wave) { wave.setSelection({}); }},
};

const ReaderAction *findAction(const QString &name)
{
    const auto *found = std::find_if(std::begin(readerActions), std::end(readerActions),
                                     [&](const ReaderAction &action) { return action.name == name; });
    return found == std::end(readerActions) ? nullptr : found;
}

} // namespace

void *WaveformReader::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::ValueInterface)
        return static_cast<QAccessibleValueInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

QString WaveformReader::text(QAccessible::Text part) const
{
    if (part == QAccessible::Value)
        return m_waveform.valueText();
    if (part == QAccessible::Description) // the only words beside the name that reach a reader under Linux
        return m_waveform.valueText() + QLatin1Char(' ') +
               Waveform::tr(
                   "Arrow keys move the cursor, with Ctrl further, with Shift they select. Plus, minus "
                   "and 0 zoom. Space plays.");
    return QAccessibleWidget::text(part);
}

void WaveformReader::setCurrentValue(const QVariant &value)
{
    m_waveform.moveCaret(std::llround(value.toDouble() * audio::speechRate), false);
}

QStringList WaveformReader::actionNames() const
{
    QStringList names = QAccessibleWidget::actionNames() << increaseAction() << decreaseAction();
    for (const ReaderAction &action : readerActions)
        names << action.name;
    return names;
}

QString WaveformReader::localizedActionName(const QString &name) const
{
    const ReaderAction *action = findAction(name);
    return action ? Waveform::tr(action->words) : QAccessibleWidget::localizedActionName(name);
}

QString WaveformReader::localizedActionDescription(const QString &name) const
{
    return actionNames().contains(name) ? localizedActionName(name)
                                        : QAccessibleWidget::localizedActionDescription(name);
}

void WaveformReader::doAction(const QString &name)
{
    if (name == increaseAction())
        m_waveform.moveCaret(m_waveform.caret() + m_waveform.keyStep(), false);
    else if (name == decreaseAction())
        m_waveform.moveCaret(m_waveform.caret() - m_waveform.keyStep(), false);
    else if (const ReaderAction *action = findAction(name))
        action->act(m_waveform);
    else
        QAccessibleWidget::doAction(name);
}

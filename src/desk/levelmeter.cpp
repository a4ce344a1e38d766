// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/levelmeter.h"

#include "desk/levelmeterreader.h"

#include <QAccessible>
#include <QLocale>
#include <QTimerEvent>

#include <cmath>

namespace {

constexpr int paceMs = 20;
constexpr int holdMs = 1500;
constexpr int tellMs = 1000; // a screen reader that hears every change hears nothing else

QString dbfsText(double dbfs)
{
    if (dbfs <= audio::silenceDbfs)
        return LevelMeter::tr("silence");
    return LevelMeter::tr("%1 dBFS").arg(QLocale().toString(std::round(dbfs), 'f', 0));
}

} // namespace

LevelMeter::LevelMeter(QWidget *parent)
    : QWidget(parent)
{
    installLevelMeterReader();
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_OpaquePaintEvent); // fifty times a second, whatever lies below need not be painted
    m_toldAt.start();
}

void LevelMeter::setLevel(const audio::Level &level)
{
    const int oldBar = position(m_level.rms);
    const int oldPeak = position(m_level.peak);
    const int oldLine = position(m_held);
    const bool wasClipped = m_clipped;
    m_level = level;
    m_clipped = m_clipped || level.clipped;
    if (level.peak >= m_held || !m_heldSince.isValid() || m_heldSince.elapsed() > holdMs) {
        m_held = level.peak;
        m_heldSince.start();
    }
    if (position(m_level.rms) != oldBar || position(m_level.peak) != oldPeak || position(m_held) != oldLine)
        repaintSoon();
    if (m_clipped != wasClipped)
        update();
    tellReaders();
}

void LevelMeter::rest()
{
    m_level = {};
    m_held = audio::silenceDbfs;
    m_heldSince.invalidate();
    update();
}

void LevelMeter::reset()
{
    m_clipped = false;
    rest();
}

QString LevelMeter::valueText() const
{
    const QString text = tr("Level %1, peak %2").arg(dbfsText(m_level.rms), dbfsText(m_held));
    return m_clipped ? tr("%1, clipped").arg(text) : text;
}

void LevelMeter::tellReaders()
{
    if (!QAccessible::isActive() || m_toldAt.elapsed() < tellMs)
        return;
    m_toldAt.start();
    QAccessibleValueChangeEvent event(this, std::clamp(m_level.rms, floorDbfs, 0.0));
    QAccessible::updateAccessibility(&event);
}

void LevelMeter::repaintSoon()
{
    if (m_pace.isActive()) {
        m_dirty = true;
        return;
    }
    update(grooveRect());
    m_pace.start(paceMs, Qt::PreciseTimer, this);
}

void LevelMeter::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_pace.timerId())
        return QWidget::timerEvent(event);
    if (m_dirty)
        update(grooveRect());
    else
        m_pace.stop();
    m_dirty = false;
}

QSize LevelMeter::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, 2 * fontMetrics().height() + 4};
}

QSize LevelMeter::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 24, sizeHint().height()};
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveform.h"

#include <QAccessible>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <QTimerEvent>
#include <QWheelEvent>

#include <cmath>

// How mouse, wheel and keyboard move through a Waveform.

namespace {

constexpr double keyZoom = 1.5;
constexpr double notch = 120; // QWheelEvent::angleDelta() of one step of a wheel
constexpr double notchZoom = 1.25;
constexpr double notchScroll = 0.1; // of what is shown
constexpr int grip = 6;             // pixels on either side of an edge that take hold of it
constexpr int dragScrollMs = 30;
constexpr int furtherStep = 10;

bool isZoomKey(int key)
{
    return key == Qt::Key_Plus || key == Qt::Key_Equal || key == Qt::Key_Minus || key == Qt::Key_0;
}

} // namespace

bool Waveform::event(QEvent *event)
{
    if (event->type() ==
        QEvent::ShortcutOverride) { // zoom keys are no shortcuts of the window while one is here
        auto *key = static_cast<QKeyEvent *>(event);
        if (size() > 0 && isZoomKey(key->key()) && !(key->modifiers() & Qt::ControlModifier))
            key->accept();
    }
    return QWidget::event(event);
}

void Waveform::placeCursor(qint64 sample)
{
    select(sample, sample);
    setCursor(sample);
    emit cursorPlaced(m_cursor);
}

void Waveform::moveCaret(qint64 sample, bool extend)
{
    sample = std::clamp<qint64>(sample, 0, size());
    if (extend) {
        select(m_selection.isEmpty() ? m_cursor : m_anchor, sample);
        if (m_selection.isEmpty()) // shrunk to nothing
            m_cursor = m_anchor;
    } else {
        placeCursor(sample);
    }
    reveal(caret());
}

void Waveform::keyPressEvent(QKeyEvent *event)
{
    if (size() == 0 || !(moveByKey(event) || zoomByKey(event)))
        QWidget::keyPressEvent(event);
}

bool Waveform::moveByKey(QKeyEvent *event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const qint64 step = event->modifiers() & Qt::ControlModifier ? furtherStep * keyStep() : keyStep();
    switch (event->key()) {
    case Qt::Key_Left:
        moveCaret(caret() - step, extend);
        return true;
    case Qt::Key_Right:
        moveCaret(caret() + step, extend);
        return true;
    case Qt::Key_Home:
        moveCaret(0, extend);
        return true;
    case Qt::Key_End:
        moveCaret(size(), extend);
        return true;
    case Qt::Key_PageUp:
        setView({m_view.from - m_view.size(), m_view.to - m_view.size()});
        return true;
    case Qt::Key_PageDown:
        setView({m_view.from + m_view.size(), m_view.to + m_view.size()});
        return true;
    case Qt::Key_Escape:
        if (m_selection.isEmpty())
            return false; // the dialog's
        placeCursor(m_selection.from);
        return true;
    default:
        if (!event->matches(QKeySequence::SelectAll))
            return false;
        select(0, size());
        return true;
    }
}

bool Waveform::zoomByKey(QKeyEvent *event)
{
    if (!isZoomKey(event->key()))
        return false;
    if (event->key() == Qt::Key_0)
        showAll();
    else
        zoom(event->key() == Qt::Key_Minus ? 1 / keyZoom : keyZoom);
    return true;
}

void Waveform::wheelEvent(QWheelEvent *event)
{
    if (size() == 0)
        return event->ignore();
    const QPointF turn = QPointF(event->angleDelta()) / notch;
    const bool sideways = std::abs(turn.x()) > std::abs(turn.y());
    if (sideways || event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) {
        double pixels = (sideways ? turn.x() : turn.y()) * notchScroll * width();
        if (sideways && !event->pixelDelta().isNull())
            pixels = event->pixelDelta().x();
        const qint64 by = std::llround(-pixels * samplesPerPixel());
        setView({m_view.from + by, m_view.to + by});
    } else {
        zoomAround(std::pow(notchZoom, turn.y()), sampleAt(event->position().x()));
    }
    event->accept();
}

std::optional<qint64> Waveform::edgeOppositeTo(double x) const
{
    if (m_selection.isEmpty())
        return {};
    const double toFrom = std::abs(x - position(m_selection.from));
    const double toTo = std::abs(x - position(m_selection.to));
    if (std::min(toFrom, toTo) > grip)
        return {};
    return toFrom < toTo ? m_selection.to : m_selection.from;
}

void Waveform::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || size() == 0)
        return QWidget::mousePressEvent(event);
    m_dragX = event->position().x();
    if (const auto fixed = edgeOppositeTo(m_dragX)) {
        m_anchor = *fixed;
        m_drag = Drag::Selecting;
    } else {
        m_pressedAt = sampleAt(m_dragX);
        m_drag = Drag::Pressed;
    }
}

void Waveform::mouseMoveEvent(QMouseEvent *event)
{
    const double x = event->position().x();
    if (m_drag == Drag::None) {
        const bool onEdge = edgeOppositeTo(x).has_value();
        QWidget::setCursor(onEdge ? Qt::SizeHorCursor : size() > 0 ? Qt::IBeamCursor : Qt::ArrowCursor);
        return;
    }
    if (m_drag == Drag::Pressed) {
        if (std::abs(x - m_dragX) < QGuiApplication::styleHints()->startDragDistance() / 2.0)
            return;
        m_anchor = m_pressedAt;
        m_drag = Drag::Selecting;
    }
    dragTo(x);
    if (!waveRect().contains(QPoint(int(x), waveRect().center().y())))
        m_dragScroll.start(dragScrollMs, this);
    else
        m_dragScroll.stop();
}

void Waveform::dragTo(double x)
{
    m_dragX = x;
    select(m_anchor, sampleAt(std::clamp(x, double(waveRect().left()), waveRect().right() + 1.0)));
}

void Waveform::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_dragScroll.timerId())
        return QWidget::timerEvent(event);
    const double beyond =
        m_dragX < waveRect().left() ? m_dragX - waveRect().left() : m_dragX - waveRect().right();
    const qint64 by = std::llround(beyond / 4 * samplesPerPixel()); // the further out, the faster
    setView({m_view.from + by, m_view.to + by});
    dragTo(m_dragX);
}

void Waveform::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mouseReleaseEvent(event);
    m_dragScroll.stop();
    if (std::exchange(m_drag, Drag::None) == Drag::Pressed)
        placeCursor(m_pressedAt);
}

void Waveform::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || size() == 0)
        return QWidget::mouseDoubleClickEvent(event);
    select(m_view.from, m_view.to);
}

void Waveform::tellReaders()
{
    if (!QAccessible::isActive())
        return;
    QAccessibleValueChangeEvent value(this, double(caret()) / audio::speechRate);
    QAccessible::updateAccessibility(&value);
    QAccessibleEvent words(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&words);
}

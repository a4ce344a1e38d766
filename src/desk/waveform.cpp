// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveform.h"

#include "desk/waveformreader.h"
#include "style/onchange.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <QTimerEvent>
#include <QWheelEvent>

#include <cmath>

namespace {

constexpr double keyZoom = 1.5;
constexpr double notch = 120; // QWheelEvent::angleDelta() of one step of a wheel
constexpr double notchZoom = 1.25;
constexpr double notchScroll = 0.1; // of what is shown
constexpr int grip = 6;             // pixels on either side of an edge that take hold of it
constexpr int dragScrollMs = 30;
constexpr int furtherStep = 10;
constexpr qint64 perMs = audio::speechRate / 1000;

bool isZoomKey(int key)
{
    return key == Qt::Key_Plus || key == Qt::Key_Equal || key == Qt::Key_Minus || key == Qt::Key_0;
}

QString keyText(const QList<QKeySequence> &keys)
{
    return QKeySequence::listToString(keys, QKeySequence::NativeText)
        .replace(QLatin1String("; "), QLatin1String(", "));
}

qint64 centre(const audio::Span &span)
{
    return span.from + span.size() / 2;
}

QAccessibleInterface *makeWaveformReader(const QString &className, QObject *object)
{
    return className == QLatin1String("Waveform") ? new WaveformReader(static_cast<Waveform *>(object))
                                                  : nullptr;
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

Waveform::Waveform(QWidget *parent)
    : QWidget(parent)
{
    [[maybe_unused]] static const bool isRead = (QAccessible::installFactory(makeWaveformReader), true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    onLanguageChange(this, [this] {
        update();
        tellReaders();
    });
}

void Waveform::setSound(std::shared_ptr<const audio::Sound> sound)
{
    m_sound = std::move(sound);
    m_picture = {}; // which holds the one before, perhaps hours of it
    m_view = {0, size()};
    m_drag = Drag::None;
    m_dragScroll.stop();
    const bool hadSelection = !selection().isEmpty();
    m_marks = {};
    update();
    updateGeometry();
    emit viewChanged();
    if (hadSelection)
        emit selectionChanged();
    tellReaders();
}

void Waveform::select(qint64 anchor, qint64 caret)
{
    anchor = std::clamp<qint64>(anchor, 0, size());
    caret = std::clamp<qint64>(caret, 0, size());
    if (m_longest > 0)
        caret = std::clamp(caret, anchor - m_longest, anchor + m_longest);
    audio::Span selection{std::min(anchor, caret), std::max(anchor, caret)};
    if (selection.isEmpty())
        selection = {};
    m_anchor = anchor;
    m_caret = caret;
    if (selection == m_marks.selection)
        return;
    m_marks.selection = selection;
    if (!selection.isEmpty())
        m_marks.cursor = selection.from;
    update();
    emit selectionChanged();
    tellReaders();
}

void Waveform::setCursor(qint64 sample)
{
    sample = std::clamp<qint64>(sample, 0, size());
    if (sample == cursor())
        return;
    m_marks.cursor = sample;
    update();
    tellReaders();
}

void Waveform::placeCursor(qint64 sample)
{
    select(sample, sample);
    setCursor(sample);
    emit cursorPlaced(cursor());
}

void Waveform::moveCaret(qint64 sample, bool extend)
{
    sample = std::clamp<qint64>(sample, 0, size());
    if (extend) {
        select(selection().isEmpty() ? cursor() : m_anchor, sample);
        if (selection().isEmpty()) // shrunk to nothing
            m_marks.cursor = m_anchor;
    } else {
        placeCursor(sample);
    }
    setView(scale().revealing(caret()));
}

void Waveform::setPlayhead(qint64 sample)
{
    if (sample >= 0)
        sample = std::min(sample, size());
    if (sample == m_marks.playhead)
        return;
    const bool wasInView = m_marks.playhead < 0 || scale().shows(m_marks.playhead);
    updatePlayhead();
    m_marks.playhead = sample;
    updatePlayhead();
    // Turns the page like a reader, unless the user looks elsewhere.
    if (sample >= 0 && wasInView && m_drag == Drag::None && !scale().shows(sample))
        setView({sample, sample + m_view.size()});
}

void Waveform::updatePlayhead()
{
    if (scale().shows(m_marks.playhead))
        update(WavePainter::playheadRect(scale().position(m_marks.playhead), height()));
}

qint64 Waveform::keyStep() const
{
    return std::max(perMs, timeticks::distance(scale().samplesPerPixel(), fontMetrics().averageCharWidth()));
}

void Waveform::setView(const audio::Span &span)
{
    const audio::Span view = scale().fitted(span);
    if (view == m_view)
        return;
    m_view = view;
    update();
    emit viewChanged();
}

void Waveform::zoom(double factor)
{
    const qint64 around = !selection().isEmpty()    ? centre(selection())
                          : scale().shows(cursor()) ? cursor()
                                                    : centre(m_view);
    setView(scale().zoomed(factor, around));
}

QString Waveform::timeText(qint64 sample) const
{
    return timeticks::text(sample, std::min<qint64>(keyStep(), audio::speechRate / 10));
}

QString Waveform::valueText() const
{
    if (size() == 0)
        return tr("No sound");
    const QString shown =
        m_view.size() == size()
            ? tr("All of %1 is shown").arg(timeText(size()))
            : tr("%1 to %2 of %3 is shown").arg(timeText(m_view.from), timeText(m_view.to), timeText(size()));
    const audio::Span span = selection();
    const QString selected = span.isEmpty()
                                 ? tr("nothing is selected")
                                 : tr("%1 to %2 is selected, %3 long")
                                       .arg(timeText(span.from), timeText(span.to), timeText(span.size()));
    return tr("Cursor at %1; %2; %3.").arg(timeText(caret()), selected, shown);
}

void Waveform::tellReaders()
{
    if (!QAccessible::isActive())
        return;
    QAccessibleValueChangeEvent value(this, seconds(caret()));
    QAccessible::updateAccessibility(&value);
    QAccessibleEvent words(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&words);
}

void Waveform::paintEvent(QPaintEvent *)
{
    WavePainter(this, scale(), m_marks).paint(m_sound, m_picture);
}

bool Waveform::event(QEvent *event)
{
    // Zoom keys are no shortcuts of the window while the keyboard is here.
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (size() > 0 && isZoomKey(key->key()) && !(key->modifiers() & Qt::ControlModifier))
            key->accept();
    }
    return QWidget::event(event);
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
    const int key = event->key();
    if (key == Qt::Key_Left || key == Qt::Key_Right)
        moveCaret(caret() + (key == Qt::Key_Left ? -step : step), extend);
    else if (key == Qt::Key_Home || key == Qt::Key_End)
        moveCaret(key == Qt::Key_Home ? 0 : size(), extend);
    else if (key == Qt::Key_PageUp || key == Qt::Key_PageDown)
        scroll(key == Qt::Key_PageUp ? -m_view.size() : m_view.size());
    else if (key == Qt::Key_Escape && !selection().isEmpty()) // else it is the dialog's
        placeCursor(selection().from);
    else if (event->matches(QKeySequence::SelectAll))
        select(0, size());
    else
        return false;
    return true;
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
        scroll(std::llround(-pixels * scale().samplesPerPixel()));
    } else {
        setView(scale().zoomed(std::pow(notchZoom, turn.y()), scale().sampleAt(event->position().x())));
    }
    event->accept();
}

std::optional<qint64> Waveform::edgeOppositeTo(double x) const
{
    if (selection().isEmpty())
        return {};
    const double toFrom = std::abs(x - scale().position(selection().from));
    const double toTo = std::abs(x - scale().position(selection().to));
    if (std::min(toFrom, toTo) > grip)
        return {};
    return toFrom < toTo ? selection().to : selection().from;
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
        m_pressedAt = scale().sampleAt(m_dragX);
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
    if (int(x) < 0 || int(x) >= width())
        m_dragScroll.start(dragScrollMs, this);
    else
        m_dragScroll.stop();
}

void Waveform::dragTo(double x)
{
    m_dragX = x;
    select(m_anchor, scale().sampleAt(std::clamp(x, 0.0, double(width()))));
}

void Waveform::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_dragScroll.timerId())
        return QWidget::timerEvent(event);
    const double beyond = m_dragX < 0 ? m_dragX : m_dragX - (width() - 1);
    scroll(std::llround(beyond / 4 * scale().samplesPerPixel())); // the further out, the faster
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

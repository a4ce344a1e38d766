// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/levelmeter.h"

#include "style/theme.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QLocale>
#include <QPainter>
#include <QPaintEvent>
#include <QStyle>
#include <QTimerEvent>

#include <algorithm>
#include <cmath>

namespace {

constexpr int paceMs = 20;
constexpr int holdMs = 1500;
constexpr int tellMs = 1000; // a screen reader that hears every change hears nothing else
constexpr int gap = 6;       // pixels
constexpr int scaleMarks[] = {0, -6, -12, -20, -40, -60};

struct Zone
{
    double from;
    double to;
    theme::Tone tone;
    double height;          // share of the groove
    Qt::BrushStyle pattern; // so that colour is not the only sign
};

// Green, amber and red part where Audacity's meter has them.
constexpr Zone zones[] = {
    {LevelMeter::floorDbfs, LevelMeter::loudDbfs, theme::Tone::Good, 0.6, Qt::NoBrush},
    {LevelMeter::loudDbfs, LevelMeter::tooLoudDbfs, theme::Tone::Warning, 0.8, Qt::BDiagPattern},
    {LevelMeter::tooLoudDbfs, 0, theme::Tone::Problem, 1, Qt::DiagCrossPattern},
};

QString dbfsText(double dbfs)
{
    if (dbfs <= audio::silenceDbfs)
        return LevelMeter::tr("silence");
    return LevelMeter::tr("%1 dBFS").arg(QLocale().toString(std::round(dbfs), 'f', 0));
}

//! A LevelMeter as a screen reader meets it: a progress bar in dBFS.
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

LevelMeter::LevelMeter(QWidget *parent)
    : QWidget(parent)
{
    [[maybe_unused]] static const bool isRead = (QAccessible::installFactory(makeLevelMeterReader), true);
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
    if (QAccessible::isActive() && m_toldAt.elapsed() >= tellMs) {
        m_toldAt.start();
        QAccessibleValueChangeEvent event(this, std::clamp(m_level.rms, floorDbfs, 0.0));
        QAccessible::updateAccessibility(&event);
    }
}

void LevelMeter::rest()
{
    m_level = {};
    m_held = audio::silenceDbfs;
    m_heldSince.invalidate();
    update();
}

QString LevelMeter::valueText() const
{
    const QString text = tr("Level %1, peak %2").arg(dbfsText(m_level.rms), dbfsText(m_held));
    return m_clipped ? tr("%1, clipped").arg(text) : text;
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

QRect LevelMeter::clipRect() const
{
    // Wide enough for either word, so that the scale stays where it is.
    const int text =
        std::max(fontMetrics().horizontalAdvance(tr("Clipped")), fontMetrics().horizontalAdvance(tr("Clip")));
    const int width = text + lightSize() + 3 * gap;
    const QRect mark(this->width() - width, 0, width, fontMetrics().height() + 4);
    return QStyle::visualRect(layoutDirection(), rect(), mark);
}

QRect LevelMeter::grooveRect() const
{
    // The outer scale labels are centred on the ends of the groove.
    const int inset = fontMetrics().horizontalAdvance(QStringLiteral("-60")) / 2 + 1;
    const int right = width() - clipRect().width() - 2 * gap;
    return {inset, 1, std::max(10, right - inset), fontMetrics().height()};
}

int LevelMeter::position(double dbfs) const
{
    const QRect groove = grooveRect();
    const double share = (std::clamp(dbfs, floorDbfs, 0.0) - floorDbfs) / -floorDbfs;
    return groove.left() + static_cast<int>(std::lround(share * groove.width()));
}

void LevelMeter::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), palette().color(QPalette::Window));
    drawGroove(painter);
    if (grooveRect().contains(event->rect()))
        return;
    drawScale(painter);
    drawClipMark(painter);
}

QPolygon LevelMeter::steps(int right) const
{
    const QRect groove = grooveRect();
    const int bottom = groove.bottom();
    QPolygon outline{QPoint(groove.left(), bottom)};
    for (const Zone &zone : zones) {
        const int top = bottom - int(std::lround(zone.height * (groove.height() - 1)));
        const int end = std::min(right, position(zone.to));
        if (position(zone.from) >= right)
            break;
        outline << QPoint(position(zone.from), top) << QPoint(end, top);
    }
    return outline << QPoint(outline.last().x(), bottom);
}

void LevelMeter::drawBar(QPainter &painter, double dbfs, bool isPeak) const
{
    const QRect groove = grooveRect();
    for (const Zone &zone : zones) {
        const int left = position(zone.from);
        const int right = std::min(position(dbfs), position(zone.to));
        const int height = int(std::lround(zone.height * (groove.height() - 1))) + 1;
        const QRect lit(left, groove.bottom() + 1 - height, right - left, height);
        if (right <= left)
            break;
        QColor color = theme::color(zone.tone, palette());
        if (isPeak)
            color.setAlpha(95);
        painter.fillRect(lit, color);
        if (!isPeak)
            painter.fillRect(lit, QBrush(palette().color(QPalette::Base), zone.pattern));
    }
}

void LevelMeter::drawGroove(QPainter &painter) const
{
    const QRect groove = grooveRect();
    QColor line = palette().color(QPalette::WindowText);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawPolygon(steps(groove.right()));
    drawBar(painter, m_level.peak, true);
    drawBar(painter, m_level.rms, false);
    if (m_held > floorDbfs)
        painter.fillRect(QRect(position(m_held) - 1, groove.top(), 2, groove.height()), line);
    line.setAlpha(110);
    painter.setPen(line);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolygon(steps(groove.right()));
    for (const double border : {loudDbfs, tooLoudDbfs})
        painter.drawLine(position(border), groove.top(), position(border), groove.bottom());
}

void LevelMeter::drawScale(QPainter &painter) const
{
    painter.setPen(palette().color(QPalette::WindowText));
    const int top = grooveRect().bottom() + 3;
    int free = width(); // from the right, the loud end is what matters: what does not fit is left out
    for (const int mark : scaleMarks) {
        const QString text = QLocale().toString(mark);
        const int half = fontMetrics().horizontalAdvance(text) / 2 + 1;
        if (position(mark) + half > free)
            continue;
        painter.drawText(QRect(position(mark) - half, top, 2 * half, fontMetrics().height()),
                         Qt::AlignHCenter | Qt::AlignTop | Qt::TextDontClip, text);
        free = position(mark) - half - gap / 2;
    }
}

void LevelMeter::drawClipMark(QPainter &painter) const
{
    const QRect mark = clipRect().adjusted(0, 0, -1, -1);
    QColor ink = palette().color(QPalette::WindowText);
    if (m_clipped) {
        painter.fillRect(mark, theme::color(theme::Tone::Problem, palette()));
        ink = palette().color(QPalette::Base);
    } else {
        ink.setAlpha(150);
    }
    painter.setPen(ink);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(mark);
    // A lamp: a ring, or a full disc.
    const QRect lamp(mark.left() + gap, mark.center().y() - lightSize() / 2, lightSize(), lightSize());
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_clipped)
        painter.setBrush(ink);
    painter.drawEllipse(QRectF(lamp).adjusted(0.5, 0.5, -0.5, -0.5));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawText(mark.adjusted(lightSize() + gap, 0, 0, 0), Qt::AlignCenter,
                     m_clipped ? tr("Clipped") : tr("Clip"));
}

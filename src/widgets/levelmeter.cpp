// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/levelmeter.h"

#include "widgets/theme.h"

#include <QAccessibleWidget>
#include <QLocale>
#include <QPainter>
#include <QPaintEvent>
#include <QStyle>
#include <QTimerEvent>

#include <cmath>

namespace {

constexpr int paceMs = 20;
constexpr int holdMs = 1500;
constexpr int tellMs = 1000; // a screen reader that hears every change hears nothing else
constexpr int gap = 6;
constexpr int scaleMarks[] = {0, -6, -12, -20, -40, -60};

struct Zone
{
    double from;
    double to;
    theme::Tone tone;
    Qt::BrushStyle pattern; // so that colour is not the only sign
};

constexpr Zone zones[] = {
    {LevelMeter::floorDbfs, LevelMeter::loudDbfs, theme::Tone::Good, Qt::NoBrush},
    {LevelMeter::loudDbfs, LevelMeter::tooLoudDbfs, theme::Tone::Warning, Qt::BDiagPattern},
    {LevelMeter::tooLoudDbfs, 0, theme::Tone::Problem, Qt::DiagCrossPattern},
};

QString dbfsText(double dbfs)
{
    if (dbfs <= audio::silenceDbfs)
        return LevelMeter::tr("silence");
    return LevelMeter::tr("%1 dBFS").arg(QLocale().toString(std::round(dbfs), 'f', 0));
}

class MeterInterface : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit MeterInterface(LevelMeter *meter)
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

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    if (className != QLatin1String("LevelMeter"))
        return nullptr;
    return new MeterInterface(static_cast<LevelMeter *>(object));
}

} // namespace

LevelMeter::LevelMeter(QWidget *parent)
    : QWidget(parent)
{
    [[maybe_unused]] static const bool installed = (QAccessible::installFactory(makeInterface), true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_OpaquePaintEvent); // fifty times a second, whatever lies below need not be painted
    m_toldAt.start();
}

void LevelMeter::setLevel(const audio::Level &level)
{
    const int oldBar = position(m_level.rms);
    const int oldLine = position(m_held);
    const bool wasClipped = m_clipped;
    m_level = level;
    m_clipped = m_clipped || level.clipped;
    if (level.peak >= m_held || !m_heldSince.isValid() || m_heldSince.elapsed() > holdMs) {
        m_held = level.peak;
        m_heldSince.start();
    }
    if (position(m_level.rms) != oldBar || position(m_held) != oldLine)
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

QRect LevelMeter::clipRect() const
{
    const int width = fontMetrics().horizontalAdvance(tr("CLIP")) + 2 * gap;
    const QRect mark(this->width() - width, 0, width, fontMetrics().height() + 2);
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

void LevelMeter::drawGroove(QPainter &painter) const
{
    const QRect groove = grooveRect();
    painter.fillRect(groove, palette().color(QPalette::Base));
    const int bar = position(m_level.rms);
    for (const Zone &zone : zones) {
        const int left = position(zone.from);
        const int right = std::min(bar, position(zone.to));
        if (right > left) {
            const QRect lit(left, groove.top(), right - left, groove.height());
            painter.fillRect(lit, theme::color(zone.tone, palette()));
            painter.fillRect(lit, QBrush(palette().color(QPalette::Base), zone.pattern));
        }
    }
    QColor line = palette().color(QPalette::WindowText);
    if (m_held > floorDbfs)
        painter.fillRect(QRect(position(m_held) - 1, groove.top(), 2, groove.height()), line);
    line.setAlpha(110);
    painter.setPen(line);
    for (const double border : {loudDbfs, tooLoudDbfs})
        painter.drawLine(position(border), groove.top(), position(border), groove.bottom());
    painter.drawRect(groove.adjusted(0, 0, -1, -1));
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
    QColor text = palette().color(QPalette::WindowText);
    if (m_clipped) {
        painter.fillRect(mark, theme::color(theme::Tone::Problem, palette()));
        text = palette().color(QPalette::Base);
    } else {
        text.setAlpha(110);
    }
    painter.setPen(text);
    painter.drawRect(mark);
    painter.drawText(mark, Qt::AlignCenter, tr("CLIP"));
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/roomystyle.h"

#include "style/theme.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyleOption>

namespace {

constexpr double radius = 4;       // of everything that has corners
constexpr int scrollBarWidth = 12; // with the air around its handle

void outline(QPainter *painter, const QRect &rect, const QColor &color, double width,
             double rounding = radius)
{
    const double inset = width / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, width));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), rounding, rounding);
    painter->restore();
}

void drawEdge(QPainter *painter, const QStyleOption *option)
{
    outline(painter, option->rect, option->palette.color(QPalette::Mid), 1);
}

// Around what has the focus, strong enough to be found at a glance.
void drawRing(QPainter *painter, const QStyleOption *option)
{
    outline(painter, option->rect, theme::color(theme::Tone::Accent, option->palette), 2);
}

// Lists and texts of several lines show the focus by their frame.
bool isFramedView(const QWidget *widget)
{
    const auto *frame = qobject_cast<const QAbstractScrollArea *>(widget);
    return frame && frame->frameShape() == QFrame::StyledPanel &&
           (qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QPlainTextEdit *>(widget));
}

bool hasFocus(const QStyleOption *option)
{
    return option->state & QStyle::State_HasFocus && option->state & QStyle::State_Enabled;
}

// The focus shows on buttons only if the keyboard has moved it.
bool showsFocus(const QStyleOption *option)
{
    return hasFocus(option) && option->state & QStyle::State_KeyboardFocusChange;
}

bool isInactiveList(const QStyleOptionViewItem &item)
{
    return item.state & QStyle::State_Selected && item.widget && !item.widget->hasFocus();
}

// The one button of a window that goes on with what it is for: a dialog's default, or one that says so.
bool isPrimary(const QStyleOption *option, const QWidget *widget)
{
    if (!widget || !(option->state & QStyle::State_Enabled))
        return false;
    const auto *button = qobject_cast<const QPushButton *>(widget);
    return (button && button->isDefault()) || widget->property("primary").toBool();
}

void drawButton(QPainter *painter, const QStyleOption *option, const QWidget *widget)
{
    const bool isPrimary = ::isPrimary(option, widget);
    const bool isRound = widget && widget->property("round").toBool();
    const double rounding = isRound ? option->rect.height() / 2.0 : radius;
    const bool isDown = option->state & (QStyle::State_Sunken | QStyle::State_On);
    const bool isHovered = option->state & QStyle::State_MouseOver && option->state & QStyle::State_Enabled;
    const QColor ink = option->palette.color(isPrimary ? QPalette::Shadow : QPalette::ButtonText);
    const QColor flat = isPrimary ? theme::primary() : option->palette.color(QPalette::Button);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme::mix(flat, ink, isDown ? 0.18 : isHovered ? 0.08 : 0));
    painter->drawRoundedRect(option->rect, rounding, rounding);
    painter->restore();
    if (showsFocus(option) && isPrimary) {
        outline(painter, option->rect, theme::color(theme::Tone::Accent, option->palette), 2, rounding);
        outline(painter, option->rect.adjusted(2, 2, -2, -2), Qt::white, 1.5, rounding - 2);
    } else if (showsFocus(option)) {
        outline(painter, option->rect, theme::color(theme::Tone::Accent, option->palette), 2, rounding);
    } else if (!isPrimary) {
        outline(painter, option->rect,
                option->state & QStyle::State_Enabled ? option->palette.color(QPalette::Mid)
                                                      : theme::line(option->palette),
                1, rounding);
    }
}

void drawScrollBar(QPainter *painter, const QStyleOptionSlider *bar, const QRect &handle,
                   const QWidget *widget)
{
    const QWidget *holder = widget ? widget->parentWidget() : nullptr; // which a scroll area puts around it
    const bool isInView = holder && isFramedView(holder->parentWidget());
    painter->fillRect(bar->rect, bar->palette.color(isInView ? QPalette::Base : QPalette::Window));
    if (!(bar->state & QStyle::State_Enabled) || bar->minimum == bar->maximum)
        return;
    const bool isHeld = bar->activeSubControls & QStyle::SC_ScrollBarSlider &&
                        bar->state & (QStyle::State_Sunken | QStyle::State_MouseOver);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(isHeld ? theme::quiet(bar->palette) : bar->palette.color(QPalette::Mid));
    const QRectF shown = QRectF(handle).adjusted(3, 3, -3, -3);
    painter->drawRoundedRect(shown, 3, 3);
    painter->restore();
}

// The icon as it is to be drawn, whatever mode is asked for.
QIcon icon(const QIcon &whole, const QSize &size, QIcon::Mode mode, const QWidget *widget)
{
    const QPixmap pixmap = whole.pixmap(size, widget ? widget->devicePixelRatioF() : 1, mode);
    QIcon drawn;
    for (const auto as : {QIcon::Normal, QIcon::Active, QIcon::Selected})
        drawn.addPixmap(pixmap, as);
    return drawn;
}

} // namespace

void RoomyStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    switch (element) {
    case PE_Frame:
        if (!isFramedView(widget))
            break;
        painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        return hasFocus(option) ? drawRing(painter, option) : drawEdge(painter, option);
    case PE_FrameLineEdit:
    case PE_IndicatorCheckBox:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element == PE_FrameLineEdit && hasFocus(option))
            drawRing(painter, option);
        else if (option->state & State_Enabled)
            drawEdge(painter, option);
        return;
    case PE_FrameFocusRect:
        // In a list with a selection, the frame of the list shows the focus.
        if (!qobject_cast<const QAbstractItemView *>(widget) || !(option->state & State_Selected))
            drawRing(painter, option);
        return;
    case PE_PanelButtonCommand:
        return drawButton(painter, option, widget);
    case PE_PanelButtonTool:
        if (option->state & (State_Raised | State_Sunken | State_On) || showsFocus(option))
            drawButton(painter, option, widget);
        return;
    case PE_FrameDefaultButton:
        return;
    case PE_FrameMenu:
        return drawEdge(painter, option);
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void RoomyStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    if (element == CE_MenuItem) {
        QStyleOptionMenuItem item(*static_cast<const QStyleOptionMenuItem *>(option));
        if (item.menuItemType == QStyleOptionMenuItem::Separator && item.text.isEmpty()) {
            const int middle = item.rect.center().y();
            return painter->fillRect(item.rect.left() + 8, middle, item.rect.width() - 16, 1,
                                     theme::line(item.palette));
        }
        if (item.state & State_Selected && item.state & State_Enabled && !item.icon.isNull()) {
            const int side = proxy()->pixelMetric(PM_SmallIconSize, option, widget);
            item.icon = icon(item.icon, {side, side}, QIcon::Selected, widget);
        }
        return QProxyStyle::drawControl(element, &item, painter, widget);
    }
    if (element == CE_PushButtonLabel && isPrimary(option, widget)) {
        QStyleOptionButton button(*static_cast<const QStyleOptionButton *>(option));
        button.palette.setColor(QPalette::ButtonText, Qt::white);
        if (!button.icon.isNull())
            button.icon = icon(button.icon, button.iconSize, QIcon::Selected, widget);
        return QProxyStyle::drawControl(element, &button, painter, widget);
    }
    if (element == CE_ToolButtonLabel && isPrimary(option, widget)) {
        QStyleOptionToolButton button(*static_cast<const QStyleOptionToolButton *>(option));
        button.palette.setColor(QPalette::ButtonText, Qt::white);
        if (!button.icon.isNull())
            button.icon = icon(button.icon, button.iconSize, QIcon::Selected, widget);
        return QProxyStyle::drawControl(element, &button, painter, widget);
    }
    if (element == CE_HeaderSection || element == CE_HeaderEmptyArea) {
        painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        return painter->fillRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1,
                                 theme::line(option->palette));
    }
    if (element == CE_ItemViewItem) {
        QStyleOptionViewItem item(*static_cast<const QStyleOptionViewItem *>(option));
        if (isInactiveList(item)) {
            item.state.setFlag(State_Active, false);
            if (!item.icon.isNull())
                item.icon = icon(item.icon, item.decorationSize, QIcon::Normal, widget);
        }
        return QProxyStyle::drawControl(element, &item, painter, widget);
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void RoomyStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                    QPainter *painter, const QWidget *widget) const
{
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        bar && control == CC_ScrollBar)
        return drawScrollBar(painter, bar, subControlRect(control, bar, SC_ScrollBarSlider, widget), widget);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    const bool isField = control == CC_ComboBox || control == CC_SpinBox;
    if (isField && hasFocus(option))
        drawRing(painter, option);
}

QRect RoomyStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                 const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !bar)
        return QProxyStyle::subControlRect(control, option, part, widget);
    const bool isFlat = bar->orientation == Qt::Horizontal;
    const int length = isFlat ? bar->rect.width() : bar->rect.height();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    const int handle = range > 0 ? std::clamp(int(qint64(length) * bar->pageStep / (range + bar->pageStep)),
                                              std::min(length, 2 * scrollBarWidth), length)
                                 : length;
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                              length - handle, bar->upsideDown);
    const auto along = [&](int from, int size) {
        const QRect rect =
            isFlat ? QRect(from, 0, size, bar->rect.height()) : QRect(0, from, bar->rect.width(), size);
        return visualRect(bar->direction, bar->rect, rect);
    };
    switch (part) {
    case SC_ScrollBarGroove:
        return along(0, length);
    case SC_ScrollBarSlider:
        return along(start, handle);
    case SC_ScrollBarSubPage:
        return along(0, start);
    case SC_ScrollBarAddPage:
        return along(start + handle, length - start - handle);
    default:
        return {};
    }
}

QRect RoomyStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *panel = qstyleoption_cast<const QStyleOptionFrame *>(option);
    if (element == SE_LineEditContents && panel && panel->lineWidth > 0)
        return rect.adjusted(3, 0, -3, 0);
    return rect;
}

QSize RoomyStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                   const QWidget *widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    const auto *panel = qstyleoption_cast<const QStyleOptionFrame *>(option);
    if (type == CT_PushButton)
        size.rwidth() += 8;
    const bool isField =
        type == CT_ComboBox || type == CT_SpinBox || (type == CT_LineEdit && panel && panel->lineWidth > 0);
    if (type == CT_PushButton || isField) // as high as each other in a row
        size.setHeight(qMax(size.height(), option->fontMetrics.height() + 12));
    return size;
}

void RoomyStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractSpinBox *>(widget)) {
        widget->setFocusPolicy(Qt::StrongFocus);
        widget->installEventFilter(this);
    }
}

int RoomyStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_FocusFrameHMargin:
        return 6; // left and right of a table cell's text
    case PM_HeaderMargin:
        return 7;
    case PM_MenuVMargin:
        return 4;
    case PM_ScrollBarExtent:
        return scrollBarWidth;
    case PM_ScrollBarSliderMin:
        return 2 * scrollBarWidth;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_DefaultFrameWidth:
        return isFramedView(widget) ? 2 : QProxyStyle::pixelMetric(metric, option, widget);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int RoomyStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                          QStyleHintReturn *more) const
{
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
        return 0; // they do not match the icons here
    if (hint == SH_ComboBox_AllowWheelScrolling)
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, more);
}

bool RoomyStyle::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Wheel && !static_cast<QWidget *>(object)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QProxyStyle::eventFilter(object, event);
}

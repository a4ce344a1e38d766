// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/roomystyle.h"

#include "style/theme.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>

namespace {

void outline(QPainter *painter, const QRect &rect, const QColor &color, double width)
{
    const double inset = width / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, width));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), 2.5, 2.5);
    painter->restore();
}

void drawEdge(QPainter *painter, const QStyleOption *option)
{
    outline(painter, option->rect, option->palette.color(QPalette::Mid), 1);
}

// Where the keyboard is: strong enough to be found at a glance.
void drawRing(QPainter *painter, const QStyleOption *option)
{
    outline(painter, option->rect, theme::color(theme::Tone::Accent, option->palette), 2);
}

// Lists and texts of several lines: their frame shows the keyboard's ring.
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

// Whoever clicks knows what was clicked.
bool showsFocus(const QStyleOption *option)
{
    return hasFocus(option) && option->state & QStyle::State_KeyboardFocusChange;
}

bool isInactiveList(const QStyleOptionViewItem &item)
{
    return item.state & QStyle::State_Selected && item.widget && !item.widget->hasFocus();
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

RoomyStyle::RoomyStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{}

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
        // In a list that shows its selection the frame around the list says it.
        if (!qobject_cast<const QAbstractItemView *>(widget) || !(option->state & State_Selected))
            drawRing(painter, option);
        return;
    case PE_PanelButtonCommand:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (showsFocus(option))
            drawRing(painter, option);
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
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    const bool isField = control == CC_ComboBox || control == CC_SpinBox;
    if (isField && hasFocus(option))
        drawRing(painter, option);
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

bool RoomyStyle::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Wheel && !static_cast<QWidget *>(object)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QProxyStyle::eventFilter(object, event);
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
        return 0; // they are of another hand than the icons here
    if (hint == SH_ComboBox_AllowWheelScrolling)
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, more);
}

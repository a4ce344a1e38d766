// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/searchfield.h"

#include "style/lineicon.h"
#include "style/onchange.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

namespace {
constexpr int lens = 16;
constexpr int inset = 8;
} // namespace

SearchField::SearchField(QWidget *parent)
    : QLineEdit(parent)
{
    setClearButtonEnabled(true);
    setTextMargins(lens + inset, 0, 0, 0);
    retranslate();
    onLanguageChange(this, [this] { retranslate(); });
    onChange(this, {QEvent::LayoutDirectionChange}, [this] {
        setTextMargins(isRightToLeft() ? 0 : lens + inset, 0, isRightToLeft() ? lens + inset : 0, 0);
    });
}

void SearchField::begin()
{
    setFocus(Qt::ShortcutFocusReason);
    selectAll();
}

void SearchField::retranslate()
{
    // Qt's own button in the field has a picture only.
    if (auto *clearing = findChild<QAction *>(QStringLiteral("_q_qlineeditclearaction")))
        clearing->setText(tr("Clear the search"));
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else
        QLineEdit::keyPressEvent(event);
}

void SearchField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const QRect place = QStyle::alignedRect(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter, {lens, lens},
                                            rect().adjusted(inset, 0, -inset, 0));
    QPainter painter(this);
    painter.drawPixmap(place.topLeft(), linePixmap(QStringLiteral("search"), place.size(),
                                                   devicePixelRatioF(), palette().color(QPalette::Text)));
}

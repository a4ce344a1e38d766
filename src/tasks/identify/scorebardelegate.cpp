// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/scorebardelegate.h"

#include "style/theme.h"

#include <QApplication>
#include <QPainter>

#include <cmath>

namespace {
constexpr int barMargin = 6;
constexpr int barHeight = 12;
} // namespace

ScoreBarDelegate::ScoreBarDelegate(int scoreRole, double threshold, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_scoreRole(scoreRole)
    , m_threshold(threshold)
{}

QSize ScoreBarDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize plain = QStyledItemDelegate::sizeHint(option, index);
    return {option.fontMetrics.averageCharWidth() * 28, std::max(plain.height(), barHeight + 2 * barMargin)};
}

void ScoreBarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const bool isActive = item.widget && item.widget->hasFocus(); // the style draws the selection paler else
    item.palette.setCurrentColorGroup(isActive ? QPalette::Active : QPalette::Inactive);
    const QString text = item.text;
    item.text.clear();
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const double score = std::clamp(index.data(m_scoreRole).toDouble(), 0.0, 100.0);
    const bool selected = item.state & QStyle::State_Selected;
    const QColor ink = item.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const bool hit = score >= m_threshold;
    const QColor tone =
        selected ? ink : theme::color(hit ? theme::Tone::Good : theme::Tone::Neutral, item.palette);

    const int numberWidth = item.fontMetrics.horizontalAdvance(QStringLiteral("100.00")) + barMargin;
    QRect room = item.rect.adjusted(barMargin, 0, -barMargin, 0);
    QRect number = room;
    number.setWidth(numberWidth);
    QRect groove(room.left() + numberWidth + barMargin, room.center().y() - barHeight / 2,
                 std::max(10, room.width() - numberWidth - barMargin), barHeight);
    number = QStyle::visualRect(item.direction, room, number);
    groove = QStyle::visualRect(item.direction, room, groove);

    painter->save();
    painter->setPen(ink);
    painter->drawText(number, Qt::AlignRight | Qt::AlignVCenter, text);

    const auto along = [&groove](double value) {
        return static_cast<int>(std::lround(value / 100 * groove.width()));
    };
    QRect bar = groove;
    bar.setWidth(along(score));
    QRect mark(groove.left() + along(m_threshold), groove.top() - 3, 1, barHeight + 6);
    bar = QStyle::visualRect(item.direction, groove, bar);
    mark = QStyle::visualRect(item.direction, groove, mark);

    QColor faint = ink;
    faint.setAlpha(28);
    painter->fillRect(groove, faint);
    if (bar.width() > 0) {
        painter->setPen(tone);
        painter->setBrush(hit ? QBrush(tone) : QBrush(Qt::NoBrush));
        painter->drawRect(bar.adjusted(0, 0, -1, -1));
    }
    painter->fillRect(mark.adjusted(0, 0, 1, 0), ink);
    painter->restore();
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/matchesmodel.h"

#include "style/lineicon.h"
#include "style/theme.h"

#include <QApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace {

constexpr int barMargin = 6;
constexpr int barHeight = 12;

QString scoreText(double score)
{
    return QLocale().toString(score, 'f', 2);
}

} // namespace

MatchesModel::MatchesModel(double threshold, QObject *parent)
    : QAbstractTableModel(parent)
    , m_threshold(threshold)
{}

void MatchesModel::setMatches(QList<api::Match> matches)
{
    beginResetModel();
    m_matches = std::move(matches);
    std::stable_sort(m_matches.begin(), m_matches.end(),
                     [](const api::Match &a, const api::Match &b) { return a.score > b.score; });
    endResetModel();
}

void MatchesModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_matches.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int MatchesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_matches.size());
}

int MatchesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString MatchesModel::rankText(int row) const
{
    const QString rank = QLocale().toString(row + 1);
    if (row > 0)
        return rank;
    return m_matches.first().score >= m_threshold ? tr("%1 – Best match").arg(rank)
                                                  : tr("%1 – Nearest").arg(rank);
}

QString MatchesModel::text(int row, int column) const
{
    const api::Match &match = m_matches.at(row);
    switch (column) {
    case RankColumn:
        return rankText(row);
    case NameColumn:
        return match.name;
    case ScoreColumn:
        return scoreText(match.score);
    case DescriptionColumn:
        return match.description.simplified();
    default:
        return {};
    }
}

QString MatchesModel::sentence(int row) const
{
    const api::Match &match = m_matches.at(row);
    const QString score = scoreText(match.score);
    const QString threshold = QLocale().toString(m_threshold, 'f', 0);
    const bool isMatch = match.score >= m_threshold;
    if (row == 0 && isMatch)
        return tr("Best match: %1, score %2 of 100, at or above the threshold of %3.")
            .arg(match.name, score, threshold);
    return (isMatch ? tr("Rank %1: %2, score %3 of 100, at or above the threshold of %4.")
                    : tr("Rank %1: %2, score %3 of 100, below the threshold of %4."))
        .arg(QString::number(row + 1), match.name, score, threshold);
}

QVariant MatchesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(index.row(), index.column());
    case Qt::AccessibleDescriptionRole:
        return sentence(index.row());
    case Qt::ToolTipRole:
        // As rich text a name from the wire could draw anything: escaped, it is shown as typed.
        if (index.column() == NameColumn || index.column() == DescriptionColumn)
            return QString(QLatin1String("<qt>") + text(index.row(), index.column()).toHtmlEscaped() +
                           QLatin1String("</qt>"));
        return {};
    case Qt::DecorationRole:
        if (index.row() == 0 && index.column() == RankColumn && m_matches.first().score >= m_threshold)
            return lineIcon(QStringLiteral("best"));
        return {};
    case ScoreRole:
        return m_matches.at(index.row()).score;
    default:
        return {};
    }
}

QVariant MatchesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    const QString titles[ColumnCount] = {tr("Rank"), tr("Name"), tr("Score"), tr("Description")};
    return titles[section];
}

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

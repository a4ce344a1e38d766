// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/matchesmodel.h"

#include "style/lineicon.h"
#include "style/theme.h"
#include "style/words.h"

#include <QApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace {

constexpr int barMargin = 6;
constexpr int barHeight = 12;

QString scoreText(const api::Match &match)
{
    return match.isOnScale() ? QLocale().toString(match.score, 'f', 2)
                             : MatchesModel::tr("out of range (%1)", "a score")
                                   .arg(QLocale().toString(match.score, 'g', 6));
}

} // namespace

MatchesModel::MatchesModel(double threshold, QObject *parent)
    : LocalModel(columns(threshold), parent)
    , m_threshold(threshold)
{}

QList<Column<RankedMatch>> MatchesModel::columns(double threshold)
{
    using Row = const RankedMatch &;
    const auto rankText = [threshold](Row row) {
        const QString rank = QLocale().toString(row.rank + 1);
        if (row.rank > 0 || !row.isJudged)
            return rank;
        return (row.match.score >= threshold ? tr("%1 – Best match") : tr("%1 – Nearest")).arg(rank);
    };
    return {{[] { return tr("Rank"); }, rankText},
            {[] { return tr("Name"); }, [](Row row) { return visibleName(row.match.name); }},
            {[] { return tr("Score"); }, [](Row row) { return scoreText(row.match); }},
            {[] { return tr("Description"); }, [](Row row) { return row.match.description.simplified(); }}};
}

void MatchesModel::setMatches(QList<api::Match> matches, int top, bool areJudged)
{
    std::stable_sort(matches.begin(), matches.end(), [](const api::Match &a, const api::Match &b) {
        return a.isOnScale() == b.isOnScale() ? a.score > b.score : a.isOnScale();
    });
    if (top > 0 && matches.size() > top)
        matches.resize(top);
    QList<RankedMatch> ranked;
    for (const api::Match &match : std::as_const(matches)) {
        const int rank = int(ranked.size());
        ranked << RankedMatch{rank, QString::number(rank), match, areJudged};
    }
    setRecords(ranked);
}

QString MatchesModel::sentence(const RankedMatch &row) const
{
    const QString score = scoreText(row.match);
    const QString name = visibleName(row.match.name);
    if (!row.isJudged)
        return tr("Rank %1: %2, score %3, not judged.").arg(QString::number(row.rank + 1), name, score);
    const QString threshold = QLocale().toString(m_threshold, 'f', 0);
    const bool isMatch = row.match.score >= m_threshold;
    if (row.rank == 0 && isMatch)
        return tr("Best match: %1, score %2 of 100, at or above the threshold of %3.")
            .arg(name, score, threshold);
    return (isMatch ? tr("Rank %1: %2, score %3 of 100, at or above the threshold of %4.")
                    : tr("Rank %1: %2, score %3 of 100, below the threshold of %4."))
        .arg(QString::number(row.rank + 1), name, score, threshold);
}

QVariant MatchesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const RankedMatch &row = record(index.row());
    switch (role) {
    case Qt::AccessibleTextRole:
        return LocalModel::data(index, Qt::DisplayRole);
    case Qt::AccessibleDescriptionRole:
        return sentence(row);
    case Qt::ToolTipRole:
        // As rich text a name from the wire could draw anything: escaped, it is shown as typed.
        if (index.column() == NameColumn || index.column() == DescriptionColumn)
            return QString(QLatin1String("<qt>") +
                           LocalModel::data(index, Qt::DisplayRole).toString().toHtmlEscaped() +
                           QLatin1String("</qt>"));
        return {};
    case Qt::DecorationRole:
        if (row.rank == 0 && index.column() == RankColumn && row.isJudged && row.match.score >= m_threshold)
            return lineIcon(QStringLiteral("best"));
        return {};
    case ScoreRole:
        return row.isJudged ? QVariant(row.match.score) : QVariant();
    default:
        return LocalModel::data(index, role);
    }
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

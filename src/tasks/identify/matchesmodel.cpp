// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/matchesmodel.h"

#include "style/lineicon.h"

#include <QLocale>

#include <algorithm>

QString scoreText(double score)
{
    return QLocale().toString(score, 'f', 2);
}

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
    if (match.score < m_threshold)
        return tr("Rank %1: %2, score %3 of 100, below the threshold of %4.")
            .arg(QString::number(row + 1), match.name, score, threshold);
    if (row == 0)
        return tr("Best match: %1, score %2 of 100, at or above the threshold of %3.")
            .arg(match.name, score, threshold);
    return tr("Rank %1: %2, score %3 of 100, at or above the threshold of %4.")
        .arg(QString::number(row + 1), match.name, score, threshold);
}

QVariant MatchesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
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
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case RankColumn:
        return tr("Rank");
    case NameColumn:
        return tr("Name");
    case ScoreColumn:
        return tr("Score");
    case DescriptionColumn:
        return tr("Description");
    default:
        return {};
    }
}

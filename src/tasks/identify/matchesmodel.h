// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/voiceprint.h"
#include "lists/recordmodel.h"

#include <QStyledItemDelegate>

//! A match, and which row it stands in.
struct RankedMatch
{
    int rank = 0; //!< from 0
    QString id;
    api::Match match;
    bool isJudged = true; //!< the score can be held against the threshold
};

//! The answer to one identification as a table, best match first. Its texts are what a screen reader says of
//! the bars.
class MatchesModel : public LocalModel<RankedMatch>
{
    Q_OBJECT
public:
    enum Columns { RankColumn, NameColumn, ScoreColumn, DescriptionColumn };
    enum Role { ScoreRole = SortRole + 1 };

    explicit MatchesModel(double threshold, QObject *parent = nullptr);

    //! Shows the best \a top of \a matches; all where it is 0. \a areJudged: as Matches::scale() has it; what
    //! is not on the scale stands last.
    void setMatches(QList<api::Match> matches, int top = 0, bool areJudged = true);
    double threshold() const { return m_threshold; }

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    static QList<Column<RankedMatch>> columns(double threshold);
    QString sentence(const RankedMatch &match) const;

    double m_threshold;
};

//! Paints a score of 0 to 100 as a bar with its number, and a mark at the threshold; bars below the threshold
//! are hollow.
class ScoreBarDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    //! \a scoreRole holds the score as a number; the text beside the bar is the display text.
    ScoreBarDelegate(int scoreRole, double threshold, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_scoreRole;
    double m_threshold;
};

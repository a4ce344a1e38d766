// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/voiceprint.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

//! The answer to one identification as a table, best match first. Its texts are what a screen reader says of
//! the bars.
class MatchesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Columns { RankColumn, NameColumn, ScoreColumn, DescriptionColumn, ColumnCount };
    enum Role { ScoreRole = Qt::UserRole };

    explicit MatchesModel(double threshold, QObject *parent = nullptr);

    void setMatches(QList<api::Match> matches);
    const QList<api::Match> &matches() const { return m_matches; }
    double threshold() const { return m_threshold; }
    //! Tells the views that every text may read differently now.
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(int row, int column) const;
    QString sentence(int row) const;
    QString rankText(int row) const;

    double m_threshold;
    QList<api::Match> m_matches;
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

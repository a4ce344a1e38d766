// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

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

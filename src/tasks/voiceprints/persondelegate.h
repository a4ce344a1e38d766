// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

//! Paints a person as a row of a list: the initials in a disc, the name, and up to two lines of the
//! description, which is the cell in the column beside. Assistive technology reads the cells.
class PersonDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    PersonDelegate(int descriptionColumn, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_descriptionColumn(descriptionColumn)
    {}

    //! The first letters of up to two words; of a name in Han or kana the last sign, as is usual there.
    static QString initialsOf(const QString &name);
    //! Of every row, in the font of \a table.
    static int heightFor(const QWidget *table);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const int m_descriptionColumn;
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTableView>

class Settings;

//! A table of records: whole rows, one at a time, no grid. It remembers its columns.
class RecordTable : public QTableView
{
    Q_OBJECT
public:
    explicit RecordTable(QWidget *parent = nullptr);

    //! Widths and order of the columns as remembered under \a key, else \a widths in characters. A column
    //! whose width is below 1 takes the room that is left, but at least -width characters (0: 12); a narrower
    //! table scrolls.
    void restoreColumns(Settings &settings, const QString &key, const QList<int> &widths);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override
    {
        QTableView::resizeEvent(event);
        fit();
    }
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void fit();

    int m_roomy = -1;    // the column that takes the room that is left
    int m_narrowest = 0; // its least width

signals:
    //! Return or a double click on a row.
    void chosen(const QModelIndex &index);
};

//! A field for what to find in a list. It shows a lens; its button and Escape empty it.
class SearchField : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchField(QWidget *parent = nullptr);

    //! Takes the keyboard, ready for other words.
    void begin()
    {
        setFocus(Qt::ShortcutFocusReason);
        selectAll();
    }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void retranslate();
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTableView>

class Settings;

//! A table of records: whole rows, one at a time, no grid; it remembers its columns and names itself to
//! assistive technology.
class RecordTable : public QTableView
{
    Q_OBJECT
public:
    explicit RecordTable(QWidget *parent = nullptr);

    //! Widths and order of the columns as remembered under \a key, else \a widths in characters. One below 1
    //! takes what room there is, but never less than -width characters (0: 12); a narrower table scrolls.
    void restoreColumns(Settings &settings, const QString &key, const QList<int> &widths);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void fit();

    int m_roomy = -1;    // the column that takes what room there is
    int m_narrowest = 0; // of that one

signals:
    //! Return or a double click on a row.
    void chosen(const QModelIndex &index);
};

//! Where one types what to find in a list: with a lens, and emptied by its button or by Escape.
class SearchField : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchField(QWidget *parent = nullptr);

    void begin(); //!< takes the keyboard, ready for other words

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void retranslate();
};

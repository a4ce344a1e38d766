// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lists/pagedmodel.h"

#include <QWidget>

#include <functional>

class EmptyState;
class QAbstractProxyModel;
class QPushButton;
class QStackedLayout;
class RecordTable;

//! A PagedModel as a table: more rows as one scrolls or by a button, a word on what there is when there are
//! none, and a selection that survives a reload.
class PagedTable : public QWidget
{
    Q_OBJECT
public:
    //! Why no rows are shown.
    enum class Emptiness { Waiting, Loading, Failed, Nothing };

    explicit PagedTable(QWidget *parent = nullptr);

    //! Shows \a model, through \a proxy where one filters it on this computer.
    void setModel(PagedModel *model, QAbstractProxyModel *proxy = nullptr);
    //! \a describe fills the empty state; it is called whenever that may have changed.
    void setDescription(std::function<void(EmptyState &, Emptiness)> describe)
    {
        m_describe = std::move(describe);
        refresh();
    }
    //! Shows an empty table for another reason than its model.
    void setWaiting(bool waiting)
    {
        m_waiting = waiting;
        refresh();
    }

    RecordTable *table() const { return m_table; }
    //! The row of the model (not of the proxy) that is selected, or -1.
    int currentRow() const;
    QString currentId() const;
    //! Selects the row with \a id, now or as soon as it has come; up to \a reach rows are asked for to find
    //! it.
    void select(const QString &id, int reach = 0)
    {
        m_wanted = id;
        m_reach = qMax(m_reach, reach);
        trySelecting();
    }
    //! What one cell says has changed without its record.
    void repaintCell(const QString &id, int column);
    void refresh();

signals:
    void turned();         //!< another row is selected, or none
    void currentChanged(); //!< as turned(), or the selected record may have changed

private:
    void settle();
    void announce();
    bool trySelecting();

    QStackedLayout *m_stack;
    RecordTable *m_table;
    EmptyState *m_empty;
    QPushButton *m_more;
    PagedModel *m_model = nullptr;
    QAbstractProxyModel *m_proxy = nullptr;
    std::function<void(EmptyState &, Emptiness)> m_describe;
    QString m_wanted;          // the row to select once it is there
    int m_reach = 0;           // how many rows to ask for to find it
    int m_rowBefore = 0;       // which row was selected before a reload
    QString m_announced;       // the id that turned() told of
    bool m_isSettling = false; // a reload is on its way to the row that was selected
    bool m_waiting = true;
    bool m_hasFailed = false;
};

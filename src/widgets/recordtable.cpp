// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/recordtable.h"

#include "config/settings.h"

#include <QHeaderView>
#include <QKeyEvent>

RecordTable::RecordTable(QWidget *parent)
    : QTableView(parent)
{
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 14);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setMinimumSectionSize(40);
    horizontalHeader()->setTextElideMode(Qt::ElideRight);
    connect(this, &QTableView::doubleClicked, this, &RecordTable::chosen);
}

void RecordTable::restoreColumns(Settings &settings, const QString &key, const QList<int> &widths)
{
    QHeaderView *header = horizontalHeader();
    for (int column = 0; column < widths.size() && column < header->count(); ++column) {
        if (widths[column] < 1)
            header->setSectionResizeMode(column, QHeaderView::Stretch);
        else
            header->resizeSection(column, widths[column] * fontMetrics().averageCharWidth() + 16);
    }
    const QByteArray state = settings.remembered(key).toByteArray();
    if (!state.isEmpty())
        header->restoreState(state);
    const auto remember = [header, &settings, key] { settings.remember(key, header->saveState()); };
    connect(header, &QHeaderView::sectionMoved, &settings, remember);
    connect(header, &QHeaderView::sectionResized, &settings, [header, remember](int column) {
        if (header->sectionResizeMode(column) == QHeaderView::Interactive)
            remember();
    });
}

void RecordTable::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && currentIndex().isValid())
        emit chosen(currentIndex());
    else
        QTableView::keyPressEvent(event);
}

void RecordTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    // Assistive technology selects a row without making it the current one.
    const QModelIndexList rows = selectionModel()->selectedRows();
    if (rows.size() == 1 && rows.first().row() != currentIndex().row())
        setCurrentIndex(rows.first());
}

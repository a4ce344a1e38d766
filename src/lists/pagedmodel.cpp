// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/pagedmodel.h"

void TableModel::retranslate()
{
    if (columnCount() == 0)
        return;
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (rowCount() > 0) // a cell may hold words of ours too
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

PagedModel::PagedModel(QObject *parent)
    : TableModel(parent)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(150);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (std::exchange(m_isDue, false))
            refresh();
    });
}

void PagedModel::refreshSoon()
{
    m_isDue = m_rest.isActive() && !isRead();
    m_rest.start();
    if (!m_isDue)
        refresh();
}

void PagedModel::setLoading(bool loading)
{
    if (loading == m_isLoading)
        return;
    m_isLoading = loading;
    emit loadingChanged(loading);
}

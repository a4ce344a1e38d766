// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/pagedtable.h"

#include "style/lineicon.h"
#include "style/onchange.h"
#include "style/pages.h"
#include "style/recordtable.h"

#include <QAbstractProxyModel>
#include <QApplication>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

PagedTable::PagedTable(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedLayout)
    , m_table(new RecordTable(this))
    , m_empty(new EmptyState(this))
    , m_more(new QPushButton(this))
{
    m_more->setIcon(lineIcon(QStringLiteral("more")));
    m_more->setObjectName(QStringLiteral("loadMoreButton"));
    m_more->hide();
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(m_stack, 1);
    column->addWidget(m_more);
    connect(m_more, &QPushButton::clicked, this, [this] { m_model->fetchMore({}); });
    onLanguageChange(this, [this] {
        if (m_model)
            m_model->retranslate();
        refresh();
    });
}

void PagedTable::setModel(PagedModel *model, QAbstractProxyModel *proxy)
{
    m_model = model;
    m_proxy = proxy;
    QAbstractItemModel *shown = model;
    if (proxy) {
        proxy->setSourceModel(model);
        shown = proxy;
    }
    // Before the view hears that rows go, and turns to another one.
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] {
        if (std::exchange(m_isSettling, true))
            return;
        // A reload shows the first page; the row that was selected may be on a later one, or gone.
        m_rowBefore = qMax(0, m_table->currentIndex().row());
        m_reach = qMax(m_reach, m_model->rowCount());
        if (m_wanted.isEmpty())
            m_wanted = currentId();
    });
    m_table->setModel(shown);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (!m_isSettling)
            announce();
    });
    connect(model, &PagedModel::loaded, this, [this] {
        m_hasFailed = false;
        if (!trySelecting() && m_model->rowCount() < m_reach && m_model->canFetchMore({}))
            m_model->fetchMore({});
        else
            settle();
    });
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        if (m_wanted.isEmpty())
            m_wanted = currentId(); // the other rows may have it too
    });
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_isSettling = m_hasFailed = false;
        m_rowBefore = 0;
        trySelecting();
        announce();
        refresh();
    });
    connect(model, &PagedModel::failed, this, [this] {
        m_hasFailed = true;
        settle();
    });
    connect(model, &PagedModel::loadingChanged, this, &PagedTable::refresh);
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(shown, signal, this, &PagedTable::refresh);
    if (proxy)
        connect(proxy, &QAbstractItemModel::modelReset, this, &PagedTable::refresh);
    refresh();
}

int PagedTable::currentRow() const
{
    QModelIndex index = m_table->currentIndex();
    if (m_proxy)
        index = m_proxy->mapToSource(index);
    return index.row();
}

QString PagedTable::currentId() const
{
    return m_table->currentIndex().siblingAtColumn(0).data(PagedModel::IdRole).toString();
}

void PagedTable::settle()
{
    m_isSettling = false;
    m_wanted.clear();
    m_reach = 0;
    const int rows = m_table->model()->rowCount();
    if (!m_table->currentIndex().isValid() && rows > 0)
        m_table->setCurrentIndex(m_table->model()->index(qMin(m_rowBefore, rows - 1), 0));
    announce();
    refresh();
}

void PagedTable::announce()
{
    const QString id = currentId();
    if (std::exchange(m_announced, id) != id)
        emit turned();
    emit currentChanged();
}

bool PagedTable::trySelecting()
{
    if (m_wanted.isEmpty())
        return true;
    QModelIndex index = m_model->index(m_model->rowOf(m_wanted), 0);
    if (m_proxy)
        index = m_proxy->mapFromSource(index);
    if (!index.isValid())
        return false;
    m_wanted.clear();
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
    return true;
}

void PagedTable::repaintCell(const QString &id, int column)
{
    const QModelIndex index = m_model->index(m_model->rowOf(id), column);
    if (index.isValid())
        emit m_model->dataChanged(index, index);
}

void PagedTable::refresh()
{
    if (!m_model)
        return;
    const QWidget *focus = QApplication::focusWidget();
    const bool hadFocus = focus && focus != m_more && isAncestorOf(focus);
    const int rows = m_model->rowCount();
    const bool isEmpty = m_waiting || m_table->model()->rowCount() == 0;
    if (isEmpty && m_describe) {
        m_describe(*m_empty, m_waiting              ? Emptiness::Waiting
                             : m_model->isLoading() ? Emptiness::Loading
                             : m_hasFailed          ? Emptiness::Failed
                             : !m_model->isRead()   ? Emptiness::Loading
                                                    : Emptiness::Nothing);
    }
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
    if (hadFocus) // the keyboard stays here, whatever is shown
        m_stack->currentWidget()->setFocus();

    const std::optional<qint64> total = m_model->total();
    const bool hasMore = total ? rows < *total : m_model->canFetchMore({});
    m_more->setVisible(!m_waiting && rows > 0 && (hasMore || (m_more->isVisible() && m_model->isLoading())));
    m_more->setEnabled(!m_model->isLoading());
    m_more->setText(total ? tr("Load more (%1 of %2)").arg(rows).arg(*total)
                          : tr("Load more (%1 so far)").arg(rows));
}

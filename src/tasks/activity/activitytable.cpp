// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/activity/activitytable.h"

#include "calls/activityfilter.h"
#include "calls/activitymodel.h"
#include "style/lineicon.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace {

class StatusDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (!index.data(ActivityModel::FailedRole).toBool())
            return;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = {14, 14};
        option->icon = lineIcon(QStringLiteral("problem"));
    }
};

} // namespace

ActivityTable::ActivityTable(QWidget *parent)
    : RecordTable(parent)
{
    setTextElideMode(Qt::ElideMiddle); // paths and log ids differ at their ends
    setItemDelegateForColumn(ActivityModel::Status, new StatusDelegate(this));
}

void ActivityTable::show(ActivityFilter *calls)
{
    connect(calls, &QAbstractItemModel::rowsAboutToBeInserted, this,
            [this](const QModelIndex &, int first, int last) {
                const int top = verticalScrollBar()->value() > 0 ? rowAt(0) : -1;
                if (first <= top)
                    m_pushed += (last - first + 1) * verticalHeader()->defaultSectionSize();
            });
    setModel(calls);
    setSortingEnabled(true);
}

void ActivityTable::updateGeometries()
{
    RecordTable::updateGeometries();
    if (const int pushed = std::exchange(m_pushed, 0))
        verticalScrollBar()->setValue(verticalScrollBar()->value() + pushed);
}

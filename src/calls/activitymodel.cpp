// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/activitymodel.h"

#include "calls/activity.h"
#include "calls/activitycell.h"

namespace {

bool isNumber(int column)
{
    switch (column) {
    case ActivityModel::Code:
    case ActivityModel::Duration:
    case ActivityModel::Sent:
    case ActivityModel::Received:
        return true;
    default:
        return false;
    }
}

} // namespace

bool ActivityModel::hasFailed(const Exchange &exchange)
{
    return exchange.httpStatus == 0 || exchange.httpStatus >= 400 || exchange.code != 0 ||
           !exchange.failure.isEmpty();
}

ActivityModel::ActivityModel(const Activity *activity, QObject *parent)
    : QAbstractTableModel(parent)
    , m_activity(activity)
    , m_rows(activity->exchanges())
    , m_goneCount(activity->goneCount())
{
    connect(activity, &Activity::recorded, this, &ActivityModel::update);
    connect(activity, &Activity::forgotten, this, &ActivityModel::update);
}

void ActivityModel::update()
{
    const QList<Exchange> &now = m_activity->exchanges();
    const int gone = int(qMin(m_activity->goneCount() - m_goneCount, qint64(m_rows.size())));
    m_goneCount = m_activity->goneCount();
    if (gone > 0) {
        beginRemoveRows({}, 0, gone - 1);
        m_rows.remove(0, gone);
        endRemoveRows();
    }
    const int before = int(m_rows.size());
    if (now.size() > before)
        beginInsertRows({}, before, int(now.size()) - 1);
    m_rows = now; // answers too, whose texts have gone meanwhile
    if (now.size() > before)
        endInsertRows();
}

void ActivityModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    Q_ASSERT(checkIndex(index, CheckIndexOption::ParentIsInvalid));
    const Exchange &shown = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return activitycell::text(shown, index.column());
    case Qt::AccessibleTextRole:
        if (index.column() == Status && hasFailed(shown))
            return tr("%1, failed").arg(activitycell::text(shown, Status).toString());
        return activitycell::text(shown, index.column());
    case Qt::ToolTipRole:
        return activitycell::toolTip(shown, index.column());
    case Qt::TextAlignmentRole:
        return int((isNumber(index.column()) ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter);
    case SortRole:
        return activitycell::sortKey(shown, index.column());
    case FailedRole:
        return hasFailed(shown);
    default:
        return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return int((isNumber(section) ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Connection:
        return tr("Connection");
    case Method:
        return tr("Verb");
    case Path:
        return tr("Path");
    case Status:
        return tr("Status");
    case Code:
        return tr("Code");
    case LogId:
        return tr("Log id");
    case Duration:
        return tr("Duration");
    case Sent:
        return tr("Sent");
    case Received:
        return tr("Received");
    case Billed:
        return tr("Billed");
    default:
        return {};
    }
}

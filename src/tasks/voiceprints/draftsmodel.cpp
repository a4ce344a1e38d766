// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voiceprints/draftsmodel.h"

#include "account/connections.h"
#include "account/servicename.h"
#include "recordings/channelname.h"
#include "style/clocktext.h"

#include <QLocale>

DraftsModel::DraftsModel(Drafts *drafts, const Connections *connections, QObject *parent)
    : QAbstractTableModel(parent)
    , m_drafts(drafts)
    , m_connections(connections)
    , m_rows(drafts->all())
{
    if (connections)
        connect(connections, &Connections::changed, this, &DraftsModel::retranslate);
    connect(drafts, &Drafts::changed, this, &DraftsModel::read);
}

void DraftsModel::read()
{
    beginResetModel();
    m_rows = m_drafts->all();
    endResetModel();
}

int DraftsModel::rowOf(const QString &id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (m_rows.at(row).id == id)
            return row;
    }
    return -1;
}

void DraftsModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int DraftsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DraftsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DraftsModel::text(const Draft &draft, int column) const
{
    switch (column) {
    case NameColumn:
        return draft.name.isEmpty() ? tr("(no name yet)") : draft.name;
    case PurposeColumn: {
        const QString group = draft.groupName.isEmpty() ? tr("no group yet") : draft.groupName;
        switch (draft.purpose) {
        case Draft::Purpose::Enrol:
            return tr("New voiceprint in %1").arg(group);
        case Draft::Purpose::Replace:
            return tr("New recording for a voiceprint in %1").arg(group);
        case Draft::Purpose::Identify:
            return tr("To identify in %1").arg(group);
        }
        return {};
    }
    case LengthColumn:
        return draft.length.count() > 0 ? clockText(draft.length) : tr("recording…");
    case CreatedColumn:
        return QLocale().toString(draft.created.toLocalTime(), QLocale::ShortFormat);
    case ConnectionColumn:
        return serviceName(draft.connection, m_connections);
    case ChannelColumn: // of a voice to identify nobody has said it
        return draft.purpose == Draft::Purpose::Identify ? QString() : channelName(draft.channel);
    default:
        return {};
    }
}

QVariant DraftsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Draft &draft = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(draft, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(index.column() == LengthColumn ? Qt::AlignTrailing | Qt::AlignVCenter
                                                                  : Qt::AlignLeading | Qt::AlignVCenter);
    case IdRole:
        return draft.id;
    default:
        return {};
    }
}

QVariant DraftsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case PurposeColumn:
        return tr("For");
    case LengthColumn:
        return tr("Length");
    case CreatedColumn:
        return tr("Recorded");
    case ConnectionColumn:
        return tr("Connection");
    case ChannelColumn:
        return tr("Recorded over");
    default:
        return {};
    }
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/archivemodel.h"

#include "account/connections.h"
#include "account/services.h"
#include "recordings/drafts.h"
#include "style/words.h"

#include <QLocale>
#include <QSignalBlocker>

#include <algorithm>

ArchiveModel::ArchiveModel(Archive *archive, const Connections *connections, QObject *parent)
    : QAbstractTableModel(parent)
    , m_archive(archive)
    , m_connections(connections)
    , m_rows(archive->all())
{
    if (connections)
        connect(connections, &Connections::changed, this, &ArchiveModel::retranslate);
    connect(archive, &Archive::changed, this, &ArchiveModel::read);
}

void ArchiveModel::setGroup(const GroupKey &group)
{
    m_group = group;
    read();
}

void ArchiveModel::read()
{
    beginResetModel();
    m_rows = m_group == GroupKey() ? m_archive->all() : m_archive->ofGroup(m_group.first, m_group.second);
    endResetModel();
}

int ArchiveModel::rowOf(const QString &id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (m_rows.at(row).id == id)
            return row;
    }
    return -1;
}

void ArchiveModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ArchiveModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ArchiveModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ArchiveModel::text(const Recording &recording, int column) const
{
    switch (column) {
    case NameColumn:
        return recording.name;
    case GroupColumn:
        return recording.groupName;
    case ConnectionColumn:
        return connectionname::shown(recording.connection, m_connections);
    case RecordedColumn:
        return QLocale().toString(recording.created.toLocalTime(), QLocale::ShortFormat);
    case LengthColumn:
        return clockText(recording.length);
    case ChannelColumn:
        return channelName(recording.channel);
    case ConsentColumn:
        if (recording.consent.by.isEmpty())
            return tr("not noted", "consent");
        return tr("%1, %2", "who consented, when")
            .arg(recording.consent.by,
                 QLocale().toString(recording.consent.at.toLocalTime().date(), QLocale::ShortFormat));
    default:
        return {};
    }
}

QVariant ArchiveModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Recording &recording = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(recording, index.column());
    case Qt::ToolTipRole: // plain, whatever a name looks like
        return QString(QLatin1String("<p style='white-space:pre-wrap'>") +
                       text(recording, index.column()).toHtmlEscaped() + QLatin1String("</p>"));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(index.column() == LengthColumn ? Qt::AlignTrailing | Qt::AlignVCenter
                                                                  : Qt::AlignLeading | Qt::AlignVCenter);
    case IdRole:
        return recording.id;
    default:
        return {};
    }
}

QVariant ArchiveModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case GroupColumn:
        return tr("Group");
    case ConnectionColumn:
        return tr("Connection");
    case RecordedColumn:
        return tr("Kept since");
    case LengthColumn:
        return tr("Length");
    case ChannelColumn:
        return tr("Recorded over");
    case ConsentColumn:
        return tr("Consent");
    default:
        return {};
    }
}

ArchiveGroupBox::ArchiveGroupBox(QWidget *parent)
    : QComboBox(parent)
{
    connect(this, &QComboBox::activated, this, [this] { emit turned(group()); });
}

void ArchiveGroupBox::attach(Archive *archive, const Connections *connections)
{
    m_archive = archive;
    m_connections = connections;
    connect(archive, &Archive::changed, this, &ArchiveGroupBox::list);
    if (connections)
        connect(connections, &Connections::changed, this, &ArchiveGroupBox::list);
    list();
}

void ArchiveGroupBox::retranslate()
{
    if (m_archive)
        list();
}

void ArchiveGroupBox::list()
{
    const auto all = m_archive->all();
    QList<GroupKey> keys;
    QHash<GroupKey, QString> names;
    QHash<GroupKey, int> counts;
    for (const Recording &recording : all) {
        const GroupKey key{recording.connection, recording.groupId};
        if (++counts[key] > 1)
            continue;
        keys << key;
        names[key] = recording.groupName; // of the newest: a group may have been renamed
    }
    std::stable_sort(keys.begin(), keys.end(), [&](const GroupKey &a, const GroupKey &b) {
        return QString::localeAwareCompare(names[a], names[b]) < 0;
    });
    const GroupKey shown = group();
    {
        const QSignalBlocker quiet(this);
        clear();
        addItem(tr("All groups (%1)").arg(all.size()), QVariant::fromValue(GroupKey()));
        for (const GroupKey &key : keys)
            addItem(tr("%1 at %2 (%3)", "a group, a connection, a number")
                        .arg(names[key], connectionname::shown(key.first, m_connections))
                        .arg(counts[key]),
                    QVariant::fromValue(key));
        setCurrentIndex(int(keys.indexOf(shown)) + 1);
    }
    if (group() != shown)
        emit turned(group());
}

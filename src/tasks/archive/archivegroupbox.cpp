// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/archivegroupbox.h"

#include "account/connections.h"
#include "account/servicename.h"

#include <QSignalBlocker>

#include <algorithm>

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
    for (const KeptRecording &recording : all) {
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
                        .arg(names[key], serviceName(key.first, m_connections))
                        .arg(counts[key]),
                    QVariant::fromValue(key));
        setCurrentIndex(int(keys.indexOf(shown)) + 1);
    }
    if (group() != shown)
        emit turned(group());
}

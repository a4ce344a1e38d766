// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/archive.h"

#include <QAbstractTableModel>
#include <QComboBox>

class Connections;

//! A group of any connection: the connection's id and its own.
using GroupKey = std::pair<QString, QString>;

//! The kept recordings as a table, newest first: all, or those of one group.
class ArchiveModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Columns {
        NameColumn,
        GroupColumn,
        ConnectionColumn,
        RecordedColumn,
        LengthColumn,
        ChannelColumn,
        ConsentColumn,
        ColumnCount
    };
    enum Role { IdRole = Qt::UserRole };

    //! \a connections tells what the recordings' connections are called.
    ArchiveModel(Archive *archive, const Connections *connections, QObject *parent = nullptr);

    //! Shows those of \a group only; of all where its ids are empty.
    void setGroup(const GroupKey &group);
    GroupKey group() const { return m_group; }
    const Recording &recording(int row) const { return m_rows.at(row); }
    int rowOf(const QString &id) const;
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void read();
    QString text(const Recording &recording, int column) const;

    Archive *m_archive;
    const Connections *m_connections;
    GroupKey m_group;
    QList<Recording> m_rows;
};

//! Chooses which kept recordings are shown: all, or those of one group.
class ArchiveGroupBox : public QComboBox
{
    Q_OBJECT
public:
    explicit ArchiveGroupBox(QWidget *parent = nullptr);

    //! \a connections tells what the recordings' connections are called.
    void attach(Archive *archive, const Connections *connections);
    GroupKey group() const { return currentData().value<GroupKey>(); }
    void retranslate();

signals:
    //! By the user, or since the last recording of the group that was shown is gone.
    void turned(const GroupKey &group);

private:
    void list();

    Archive *m_archive = nullptr;
    const Connections *m_connections = nullptr;
};

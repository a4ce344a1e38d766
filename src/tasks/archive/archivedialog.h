// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "lists/recordmodel.h"
#include "recordings/archive.h"
#include "style/onchange.h"

#include <QComboBox>
#include <QDialog>

//! A group of any connection: the connection's id and its own.
using GroupKey = std::pair<QString, QString>;

//! The kept recordings as a table, newest first: all, or those of one group.
class ArchiveModel : public LocalModel<Recording>
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
        ConsentColumn
    };

    //! \a connections tells what the recordings' connections are called.
    ArchiveModel(Archive *archive, const Connections *connections, QObject *parent = nullptr);

    //! Shows those of \a group only; of all where its ids are empty.
    void setGroup(const GroupKey &group)
    {
        m_group = group;
        read();
    }
    QVariant data(const QModelIndex &index, int role) const override;

private:
    static QList<Column<Recording>> columns(const Connections *connections);
    void read()
    {
        setRecords(m_group == GroupKey() ? m_archive->all()
                                         : m_archive->ofGroup(m_group.first, m_group.second));
    }

    Archive *m_archive;
    GroupKey m_group;
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
    //! The user chose \a group, or the last recording of the group before is gone.
    void turned(const GroupKey &group);

private:
    void list();

    Archive *m_archive = nullptr;
    const Connections *m_connections = nullptr;
};

namespace Ui {
class ArchiveDialog;
}

//! "Kept recordings": what this computer keeps of enrolments, to hear, to delete, or to enrol in another
//! group. Needs Studio's archive.
class ArchiveDialog : public QDialog
{
    Q_OBJECT
public:
    ArchiveDialog(const Studio &studio, Client *client, QWidget *parent = nullptr);

    //! The service that recordings are copied to from now on; nullptr while there is none.
    void setClient(Client *client);

private:
    void retranslate();
    void refresh();
    QList<Recording> selected() const; //!< in the order of the table
    void play();
    void askToDelete();
    void askToDeleteAll();
    void stopPlaying(const QStringList &ids);

    const Studio m_studio;
    QPointer<Client> m_client;
    Form<Ui::ArchiveDialog> m_form;
    ArchiveModel *m_model;
    QStringList m_selected; //!< ids that stay selected when the list changes
};

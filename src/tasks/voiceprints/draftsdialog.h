// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "recordings/drafts.h"

#include <QAbstractTableModel>
#include <QDialog>

class Connections;

//! The drafts as a table, newest first.
class DraftsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Columns {
        NameColumn,
        PurposeColumn,
        LengthColumn,
        CreatedColumn,
        ConnectionColumn,
        ChannelColumn,
        ColumnCount
    };
    enum Role { IdRole = Qt::UserRole };

    //! \a connections tells what the drafts' connections are called.
    DraftsModel(Drafts *drafts, const Connections *connections, QObject *parent = nullptr);

    const Recording &draft(int row) const { return m_rows.at(row); }
    int rowOf(const QString &id) const;
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void read();
    QString text(const Recording &draft, int column) const;

    Drafts *m_drafts;
    const Connections *m_connections;
    QList<Recording> m_rows;
};

namespace Ui {
class DraftsDialog;
}
class DraftsModel;

//! "Unsent recordings": the drafts, to hear, to send or to delete.
class DraftsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit DraftsDialog(const Studio &studio, QWidget *parent = nullptr);
    ~DraftsDialog() override;

signals:
    //! For an Enrol or Replace draft open an EnrolDialog with it, for an Identify draft give it to
    //! IdentifyScreen::resume().
    void sendRequested(const Recording &draft);

private:
    void retranslate();
    void refresh();
    std::optional<Recording> current() const;
    void play();
    void send();
    void askToDelete();
    void select(int row);

    const Studio m_studio;
    std::unique_ptr<Ui::DraftsDialog> m_form;
    DraftsModel *m_model;
    QString m_selected; //!< id of the draft that stays selected when the list changes
};

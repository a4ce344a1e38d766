// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "recordings/archive.h"

#include <QDialog>

namespace Ui {
class ArchiveDialog;
}
class ArchiveModel;

//! "Kept recordings": what this computer keeps of enrolments, to hear, to delete, or to enrol in another
//! group. Needs Studio's archive.
class ArchiveDialog : public QDialog
{
    Q_OBJECT
public:
    ArchiveDialog(const Studio &studio, Client *client, QWidget *parent = nullptr);
    ~ArchiveDialog() override;

    //! The service that recordings are copied to from now on; nullptr while there is none.
    void setClient(Client *client);

private:
    void connectWidgets();
    void retranslate();
    void selectAgain();
    void refresh();
    QList<Recording> selected() const; //!< in the order of the table
    void play();
    void copy();
    void askToDelete();
    void askToDeleteAll();
    void stopPlaying(const QStringList &ids);

    const Studio m_studio;
    QPointer<Client> m_client;
    std::unique_ptr<Ui::ArchiveDialog> m_form;
    ArchiveModel *m_model;
    QStringList m_selected; //!< ids that stay selected when the list changes
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/onchange.h"
#include "tasks/archive/archivecopy.h"

#include <QDialog>

namespace Ui {
class ArchiveCopyDialog;
}

//! "Copy to another group": says what copying kept recordings comes to, then does it and shows what is done
//! and what is left.
class ArchiveCopyDialog : public QDialog
{
    Q_OBJECT
public:
    ArchiveCopyDialog(const Studio &studio, const QList<Recording> &recordings, Client *client,
                      QWidget *parent = nullptr);

    //! What is on its way is given up; what is left may go to the other service.
    void setClient(Client *client);
    void reject() override; //!< while it sends: stops that first

protected:
    bool event(QEvent *event) override;

private:
    void retranslate();
    void refresh();
    void start();
    QString planText() const;
    QString outcomeText() const;
    QString priceText() const;

    const Studio m_studio;
    const QList<Recording> m_recordings;
    QPointer<Client> m_client;
    Form<Ui::ArchiveCopyDialog> m_form;
    ArchiveCopy *m_copy;
    bool m_hasStarted = false;
};

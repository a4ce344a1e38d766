// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "recordings/drafts.h"

#include <QDialog>

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
    void sendRequested(const Draft &draft);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void refresh();
    std::optional<Draft> current() const;
    void play();
    void send();
    void askToDelete();
    void select(int row);

    const Studio m_studio;
    std::unique_ptr<Ui::DraftsDialog> m_form;
    DraftsModel *m_model;
    QString m_selected; //!< id of the draft that stays selected when the list changes
};

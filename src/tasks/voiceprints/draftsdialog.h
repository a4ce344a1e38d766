// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "lists/recordmodel.h"
#include "recordings/drafts.h"
#include "style/onchange.h"

#include <QDialog>

class Connections;

//! The drafts as a table, newest first.
class DraftsModel : public LocalModel<Recording>
{
    Q_OBJECT
public:
    enum Columns { NameColumn, PurposeColumn, LengthColumn, CreatedColumn, ConnectionColumn, ChannelColumn };

    //! \a connections tells what the drafts' connections are called.
    DraftsModel(Drafts *drafts, const Connections *connections, QObject *parent = nullptr);

private:
    static QList<Column<Recording>> columns(const Connections *connections);
    static QString purpose(const Recording &draft);
};

namespace Ui {
class DraftsDialog;
}

//! "Unsent recordings": the drafts, to hear, to send or to delete.
class DraftsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit DraftsDialog(const Studio &studio, QWidget *parent = nullptr);

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
    Form<Ui::DraftsDialog> m_form;
    DraftsModel *m_model;
    QString m_selected; //!< id of the draft that stays selected when the list changes
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "common/screen.h"
#include "style/onchange.h"

#include <QDialog>

namespace Ui {
class ConnectionsDialog;
}
class ConnectionsModel;

//! "Connections": This computer and the saved services, to add, change, test, remove and connect to. It
//! stays open until the user closes it.
class ConnectionsDialog : public QDialog
{
    Q_OBJECT
public:
    //! \a currentId: of the connection in use. One that is not saved (given at the start) is not in the list.
    ConnectionsDialog(const Studio &studio, const QString &currentId, QWidget *parent = nullptr);

    //! The window has turned to another connection.
    void setCurrent(const QString &id);
    //! Opens the editor on a saved connection.
    void edit(const QString &id);
    //! Opens the editor on a new one, filled with what is known of it.
    void add(const SavedConnection &proposed) { openEditor(proposed); }

    void reject() override;

signals:
    void connectRequested(const QString &id);
    void edited(const QString &id, bool hasNewSecret); //!< for whoever uses it

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    QString selectedId() const;
    //! Not This computer.
    std::optional<SavedConnection> selected() const { return m_studio.connections->find(selectedId()); }
    void select(const QString &id);
    void useSelected();
    void openEditor(const SavedConnection &connection);
    void askToRemove();
    void remove(const SavedConnection &connection);
    void test();
    void refresh();
    void retranslate();

    const Studio m_studio;
    Form<Ui::ConnectionsDialog> m_form;
    ConnectionsModel *m_model;
    QString m_selected; // id of the row that stays selected when the list changes
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "account/connectionsecret.h"
#include "common/screen.h"

#include <QDialog>

class ConnectionName;
namespace Ui {
class ConnectionEditor;
}

//! Asks where a connection leads and how one signs in there. Its secret goes into the SecretStore, the rest
//! into Connections; it stays open until both are done and the user knows where the secret is.
class ConnectionEditor : public QDialog
{
    Q_OBJECT
public:
    //! A \a connection without an id is a new one.
    ConnectionEditor(const Studio &studio, const SavedConnection &connection, QWidget *parent = nullptr);
    ~ConnectionEditor() override;

signals:
    void saved(const QString &id, bool hasNewSecret);

public:
    void reject() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    bool isNew() const { return m_connection.id.isEmpty(); }
    bool isDeviceCode() const;
    SavedConnection entered() const;
    QByteArray secret() const;
    QWidget *findProblem();
    void addressChanged();
    void signInChanged();
    void beginSignIn();
    void save();
    void finish(const std::optional<SecretStore::Written> &written);
    void refresh();
    void retranslate();
    void showUnkept();
    void nameButtons();
    void align();

    const Studio m_studio;
    std::unique_ptr<Ui::ConnectionEditor> m_form;
    SavedConnection m_connection; // as it is kept
    std::unique_ptr<ConnectionName> m_name;
    KeptSecret m_kept;
    std::optional<SecretStore::Written> m_written;
    bool m_isSaving = false;
};

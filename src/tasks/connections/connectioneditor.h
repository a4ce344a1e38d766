// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "account/secretstore.h"
#include "common/screen.h"

#include <QCoreApplication>
#include <QDialog>
#include <QScrollArea>

class ConnectionNote;
class QLineEdit;
namespace Ui {
class ConnectionEditor;
}

//! Holds a form whose rows come and go: the window grows with it as long as the screen is high enough, then the
//! form scrolls.
class ConnectionScroll : public QScrollArea
{
    Q_OBJECT
public:
    explicit ConnectionScroll(QWidget *parent = nullptr);

    //! Makes the window as high as its content needs.
    void grow();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

//! The name in the editor of a connection: the service's own until the user has chosen one, and a note of
//! what is wrong with it.
class ConnectionName
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionName)
public:
    //! \a kept: the connection as it is kept, for as long as this lives.
    ConnectionName(QLineEdit *edit, ConnectionNote *note, const Connections &all,
                   const SavedConnection &kept);

    QString text() const;
    //! Says what is wrong, beside the field; gives the field where it is to be corrected, or nullptr.
    QWidget *findProblem();
    //! The connection leads to \a base now.
    void suggest(const QUrl &base);
    void refresh();

private:
    QString problem() const;

    QLineEdit *m_edit;
    ConnectionNote *m_note;
    const Connections &m_all;
    const SavedConnection &m_kept;
    bool m_isChosen; // by the user: the service's name does not replace it any more
    bool m_showsProblem = false;
};

//! Asks where a connection leads and how one signs in there. Its secret goes into the SecretStore, the rest
//! into Connections; it stays open until both are done and the user knows where the secret is.
class ConnectionEditor : public QDialog
{
    Q_OBJECT
public:
    //! A \a connection without an id is a new one.
    ConnectionEditor(const Studio &studio, const SavedConnection &connection, QWidget *parent = nullptr);
    ~ConnectionEditor() override;

    void reject() override;

signals:
    void saved(const QString &id, bool hasNewSecret);

private:
    bool isNew() const { return m_connection.id.isEmpty(); }
    SavedConnection::SignIn signIn() const; //!< as chosen now
    bool isDeviceCode() const { return signIn() == SavedConnection::SignIn::DeviceCode; }
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

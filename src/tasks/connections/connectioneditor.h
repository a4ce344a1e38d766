// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "account/secretstore.h"
#include "common/screen.h"
#include "style/onchange.h"

#include <QCoreApplication>
#include <QDialog>
#include <QScrollArea>

class ConnectionNote;
class QLineEdit;
namespace Ui {
class ConnectionEditor;
}

//! Holds a form whose rows come and go: the window grows with it as long as the screen is high enough, then
//! the form scrolls.
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

//! The name in the editor of a connection, with a note of what is wrong with it. Until the user has chosen
//! one, it follows the service.
class ConnectionName
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionName)
public:
    //! \a kept is the connection as it is kept; it outlives this.
    ConnectionName(QLineEdit *edit, ConnectionNote *note, const Connections &all,
                   const SavedConnection &kept);

    QString text() const;
    //! Says what is wrong, beside the field; gives the field to correct, or nullptr.
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
    bool m_isChosen; // by the user: no suggestion replaces it
    bool m_showsProblem = false;
};

//! Asks where a connection leads and how to sign in there. The secret goes into the SecretStore, the rest
//! into Connections. The editor stays open until both are saved and the user knows where the secret is.
class ConnectionEditor : public QDialog
{
    Q_OBJECT
public:
    //! A \a connection without an id is a new one.
    ConnectionEditor(const Studio &studio, const SavedConnection &connection, QWidget *parent = nullptr);

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
    void signInChanged();
    void save();
    void finish(const std::optional<SecretStore::Written> &written);
    void refresh();
    void retranslate();
    void nameButtons();
    void align();

    const Studio m_studio;
    Form<Ui::ConnectionEditor> m_form;
    SavedConnection m_connection; // as it is kept
    std::unique_ptr<ConnectionName> m_name;
    KeptSecret m_kept;
    std::optional<SecretStore::Written> m_written;
    bool m_isSaving = false;
};

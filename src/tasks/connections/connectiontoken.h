// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "account/secretstore.h"
#include "style/onchange.h"

#include <QWidget>

namespace Ui {
class ConnectionToken;
}

//! The token of a connection, and the day on which it ends, if the user says so. A kept token is never shown:
//! it stays, or is replaced.
class ConnectionToken : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionToken(QWidget *parent = nullptr);

    void setConnection(const SavedConnection &connection);
    void setKept(KeptSecret kept)
    {
        m_kept = kept;
        refresh();
    }
    //! The kind of the token and its service decide what it looks like, where it is made, and whether it
    //! ends.
    void setSignIn(SavedConnection::SignIn signIn, const QUrl &base)
    {
        m_signIn = signIn;
        m_base = base;
        refresh();
    }
    void fill(SavedConnection &connection) const;
    QByteArray token() const; //!< empty where the one that is kept stays
    void forget();            //!< clears what was typed

    //! Says what is wrong, beside the field; gives the field to correct first, or nullptr.
    QWidget *findProblem();

private:
    bool isReplacing() const { return m_kept == KeptSecret::Nowhere || m_isReplacing; }
    void setReplacing(bool replacing);
    void refresh();
    QString keptText() const;
    QString problem() const;
    QString hint() const;

    Form<Ui::ConnectionToken> m_form;
    SavedConnection::SignIn m_signIn = SavedConnection::SignIn::AccessToken;
    QUrl m_base;
    KeptSecret m_kept = KeptSecret::Nowhere;
    bool m_isReplacing = false;
    bool m_showsProblems = false;
};

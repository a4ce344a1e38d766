// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"

#include <QCoreApplication>

class ConnectionNote;
class QLineEdit;

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

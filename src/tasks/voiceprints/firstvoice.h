// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/group.h"
#include "common/pendingcall.h"
#include "style/onchange.h"

namespace Ui {
class FirstVoice;
}
class QAction;

//! What stands where no group is yet: one question, and the way to the first voice. The household's group is
//! made on the way, once: where nobody knows whether it was, the list of groups says.
class FirstVoice : public QWidget
{
    Q_OBJECT
public:
    explicit FirstVoice(QWidget *parent = nullptr);
    //! Another name than the household's, and a description, are asked for by \a newGroup.
    void setNewGroup(QAction *newGroup);
    void setClient(Client *client);

signals:
    void made(const api::Group &group); //!< its first voice may be enrolled
    void uncertain();                   //!< the list of groups should be read again

private:
    void begin();
    void refresh();
    void retranslate();

    Form<Ui::FirstVoice> m_form;
    QPointer<Client> m_client;
    PendingCall m_call;
    QString m_proposed; //!< as the name of the household, in the language of the moment
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/group.h"
#include "common/screen.h"

class ConfirmBar;

//! The forms in which groups are made, changed and deleted for a screen. What was written is told by
//! Changes.
class GroupForms : public QObject
{
    Q_OBJECT
public:
    GroupForms(Screen *owner, const Studio &studio);

    //! Before its owner gets another client: open forms stay, but send to no other service what is not its.
    void setClient(Client *client);
    void create();
    void change(const api::Group &group);
    void remove(const api::Group &group, ConfirmBar *bar);

signals:
    void created(const QString &id, const QString &name);

private:
    Screen *m_owner;
    const Studio m_studio;
};

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/voiceprint.h"
#include "common/screen.h"
#include "recordings/drafts.h"

class ConfirmBar;

//! The forms in which voiceprints are made, changed and deleted for a screen. What was written is told by
//! Changes.
class VoiceprintForms : public QObject
{
    Q_OBJECT
public:
    //! What is known of a group by its list.
    struct Group
    {
        QString id = {};
        QString name = {};
        QStringList taken = {}; //!< the names of its voiceprints
        bool isFull = false;
    };

    VoiceprintForms(Screen *owner, const Studio &studio);

    //! Before its owner gets another client: open forms stay, but send to no other service what is not its.
    void setClient(Client *client);
    //! The group that is shown; open forms hear of its names and its room.
    void setGroup(const Group &group);
    void enrol();
    void replace(const api::Voiceprint &print);
    //! Goes on with what was left, where \a draft holds a recording.
    void openDraft(const Draft &draft);
    void change(const api::Voiceprint &print);
    void remove(const api::Voiceprint &print, ConfirmBar *bar);

signals:
    void enrolled(const QString &groupId, const QString &id);

private:
    enum class Members { Same, Other }; //!< of a group, after something was written

    Draft newDraft(Draft::Purpose purpose) const;
    void written(const QString &groupId, Members members, const QString &sentence = {});

    Screen *m_owner;
    const Studio m_studio;
    Group m_group;
};

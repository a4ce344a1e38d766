// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "recordings/drafts.h"
#include "style/onchange.h"

class GroupsPane;
class VoiceprintsPane;
namespace Ui {
class VoiceprintsScreen;
}

//! The groups, beside them the voiceprints of the chosen one, and the way to the recordings that were not
//! sent.
class VoiceprintsScreen : public Screen
{
    Q_OBJECT
public:
    explicit VoiceprintsScreen(const Studio &studio, QWidget *parent = nullptr);

    void setClient(Client *client) override;
    void enter() override;
    QList<QAction *> commands() const override;

signals:
    //! An unsent recording is meant to be identified.
    void identifyRequested(const Recording &draft);

private:
    void refresh();
    void retranslate();

    Form<Ui::VoiceprintsScreen> m_form;
    GroupsPane *m_groups;
    VoiceprintsPane *m_voiceprints;
    QAction *m_unsent;
    QAction *m_refresh;
};

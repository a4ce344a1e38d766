// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/voiceprint.h"
#include "common/pendingcall.h"
#include "recordings/drafts.h"
#include "style/onchange.h"

namespace Ui {
class IdentifyScreen;
}
class EvidencePage;
class HistoryPage;
class MatchesModel;

//! Who is speaking: a clip against the voiceprints of one group, every match as a ranked bar; and on further
//! pages what all the tests so far tell.
class IdentifyScreen : public Screen
{
    Q_OBJECT
public:
    explicit IdentifyScreen(const Studio &studio, QWidget *parent = nullptr);

    void setClient(Client *client) override;
    void enter() override;
    QList<QAction *> commands() const override;

    //! Goes on with an unsent recording that was meant to be identified.
    void resume(const Recording &draft);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void addPage(Screen *page);
    void retranslate();
    void refresh();
    QString missing() const;
    bool isBilled() const { return client() && client()->connection().isBilled; }
    void identify();
    //! Writes what has come of the clip into the history.
    void noteTest(const api::Group &group, const api::Matches &matches);
    void showMatches(); //!< as many of them as the user wants
    void clearResults();
    void showVerdict();
    QString verdict() const;

    Form<Ui::IdentifyScreen> m_form;
    MatchesModel *m_matches;
    HistoryPage *m_history;
    EvidencePage *m_evidence;
    PendingCall m_call;
    QList<api::Match> m_answer; //!< everybody's score, however many are shown
    QString m_engine;           //!< that has compared, where the service says so
    QByteArray m_judged;        //!< the sound of the clip that the verdict is of
    QString m_resultGroupId;
    QString m_resultGroup; //!< the name of the group whose results are shown
    api::Matches::Scale m_scale = api::Matches::Scale::Hundred; //!< of m_answer
    bool m_hasResult = false;
    QAction *m_identifyAction;
    QAction *m_reloadAction;
};

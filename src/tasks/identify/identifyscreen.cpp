// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/identifyscreen.h"

#include "account/services.h"
#include "base/settings.h"
#include "base/wire.h"
#include "common/groupchooser.h"
#include "recordings/history.h"
#include "style/lineicon.h"
#include "style/words.h"
#include "tasks/identify/evidencepage.h"
#include "tasks/identify/historypage.h"
#include "tasks/identify/matchesmodel.h"
#include "ui_identifyscreen.h"

IdentifyScreen::IdentifyScreen(const Studio &studio, QWidget *parent)
    : Screen(studio, parent)
    , m_matches(new MatchesModel(wire::defaultThreshold, this))
    , m_identifyAction(addCommand("identifyClipAction", Menu::Edit, "identify", Qt::CTRL | Qt::Key_Return))
    , m_reloadAction(addCommand("reloadIdentifyAction", Menu::View, "refresh", QKeySequence::Refresh))
{
    m_form.setUp(this, [this] { retranslate(); });
    addPage(m_history = new HistoryPage(studio));
    addPage(m_evidence = new EvidencePage(studio));
    const QString key = QStringLiteral("identify/threshold");
    const auto share = [this, key](double threshold) {
        m_studio.settings->remember(key, threshold);
        m_history->setThreshold(threshold);
        m_evidence->setThreshold(threshold);
    };
    connect(m_history, &HistoryPage::thresholdChanged, this, share);
    connect(m_evidence, &EvidencePage::thresholdChanged, this, share);
    share(studio.settings->remembered(key, wire::defaultThreshold).toDouble());
    m_form->identifyButton->setIcon(m_identifyAction->icon());
    m_form->topBox->setMaximum(wire::maxVoiceprintsPerGroup);
    m_form->table->setModel(m_matches);
    m_form->table->setItemDelegateForColumn(
        MatchesModel::ScoreColumn,
        new ScoreBarDelegate(MatchesModel::ScoreRole, m_matches->threshold(), this));
    m_form->table->restoreColumns(*studio.settings, QStringLiteral("matchesColumns"), {20, 14, 24, 0});
    m_form->splitter->setStretchFactor(1, 1);
    m_form->splitter->setSizes({1, 2}); // the bars matter most; the desk takes what it needs
    remember(m_form->splitter, QStringLiteral("identifySplitter"));
    m_form->desk->attach(studio);
    Recording draft;
    draft.purpose = Recording::Purpose::Identify;
    m_form->desk->setDraft(draft);

    connect(m_form->groupChooser, &GroupChooser::chosen, this, [this] {
        clearResults();
        if (const auto group = m_form->groupChooser->current(); group && client()) {
            lastgroup::remember(*m_studio.settings, *client(), group->id);
            m_form->desk->describe([&](Recording &shown) {
                shown.groupId = group->id;
                shown.groupName = group->name;
                shown.connection = client()->connection().id;
            });
        }
        refresh();
    });
    connect(m_form->groupChooser, &GroupChooser::changed, this, &IdentifyScreen::refresh);
    connect(m_form->groupChooser, &GroupChooser::failed, this, [this](const Error &error) {
        emit failedWithRetry(error, [this] { m_form->groupChooser->reload(); });
    });
    connect(m_form->desk, &ClipDesk::changed, this, [this] {
        // A verdict is of the clip that was sent, and of no other.
        if (m_hasResult && (m_form->desk->isRecording() || m_form->desk->clip().pcm != m_judged))
            clearResults();
        refresh();
    });
    connect(m_form->topBox, &QSpinBox::valueChanged, this, &IdentifyScreen::showMatches);
    connect(m_form->identifyButton, &QPushButton::clicked, m_identifyAction, &QAction::trigger);
    connect(m_identifyAction, &QAction::triggered, this, &IdentifyScreen::identify);
    connect(m_reloadAction, &QAction::triggered, m_form->groupChooser, &GroupChooser::reload);
    m_form->identifyingRow->follow(&m_call, "identifyProgress", "cancelIdentifyButton");
    connect(&m_call, &PendingCall::busyChanged, this, [this](bool isBusy) {
        emit busyChanged(isBusy);
        refresh();
        if (!isBusy)
            m_form->identifyButton->setFocus();
    });
    connect(&m_call, &PendingCall::failed, this, [this](const PendingCall::Failure &failure) {
        if (failure.mayBeDone && m_call.connection().isBilled)
            m_form->identifyNotice->showSentence(tr(
                "No answer came. This call may already be billed. Sending it again is another billed call."));
        if (!failure.error)
            return;
        m_form->desk->keepDraft();
        Error error = *failure.error;
        error.isOutcomeUnknown = false; // there is no list to look at
        emit failed(error);
    });
    connect(studio.changes.get(), &Changes::voiceprintsChanged, this, [this](const QString &groupId) {
        if (groupId != m_resultGroupId) // who was named may be called otherwise now, or be gone
            return;
        clearResults();
        refresh();
    });
    connect(studio.changes.get(), &Changes::groupsChanged, this, [this] {
        m_form->groupChooser->touch();
        if (isVisible())
            m_form->groupChooser->refresh();
    });
    retranslate();
}

void IdentifyScreen::addPage(Screen *page)
{
    m_form->pages->addTab(page, QString());
    connect(page, &Screen::failed, this, &Screen::failed);
    connect(page, &Screen::done, this, &Screen::done);
    for (const QAction *command : page->commands()) // from the menu: the page shows what it asks
        connect(command, &QAction::triggered, this, [this, page] { m_form->pages->setCurrentWidget(page); });
}

QList<QAction *> IdentifyScreen::commands() const
{
    return Screen::commands() + m_history->commands() + m_evidence->commands();
}

void IdentifyScreen::setClient(Client *client)
{
    if (m_call.abort() && m_call.connection().isBilled) // a late answer belongs to the service that was asked
        m_form->identifyNotice->showSentence(
            tr("“%1” was left before its answer came. That call may already be billed.")
                .arg(connectionname::shown(m_call.connection())));
    Screen::setClient(client);
    clearResults();
    m_form->groupChooser->setClient(client);
    if (isVisible())
        enter();
    retranslate();
}

void IdentifyScreen::enter()
{
    if (!client() || m_call.isBusy())
        return;
    const QString lastGroup = lastgroup::id(*m_studio.settings, *client());
    if (!lastGroup.isEmpty())
        m_form->groupChooser->setWanted(lastGroup);
    if (!m_form->groupChooser->isLoading())
        m_form->groupChooser->refresh();
}

void IdentifyScreen::resume(const Recording &draft)
{
    m_form->pages->setCurrentWidget(m_form->testPage);
    m_call.cancel(); // its answer would be taken for this recording's, and discard it
    clearResults();
    m_form->desk->setDraft(draft);
    if (!draft.groupId.isEmpty() && client() && draft.connection == client()->connection().id)
        m_form->groupChooser->setWanted(draft.groupId);
}

void IdentifyScreen::hideEvent(QHideEvent *event)
{
    if (!event->spontaneous()) { // who minimises the window may read aloud from another one
        m_form->desk->stopRecording();
        m_form->desk->stopPlaying();
    }
    Screen::hideEvent(event);
}

void IdentifyScreen::identify()
{
    if (m_call.isBusy() || !missing().isEmpty())
        return;
    clearResults();
    m_form->identifyNotice->clear();
    m_form->desk->stopPlaying();
    const auto group = m_form->groupChooser->current();
    m_resultGroup = group->name;
    m_resultGroupId = group->id;
    m_call.send(client(), api::identifySpeaker(group->id, {m_form->desk->clip().wav()}),
                [this, group](const api::Matches &matches) {
                    noteTest(*group, matches);
                    m_form->desk->discardDraft();
                    m_engine = matches.engine;
                    m_scale = matches.scale();
                    m_answer = matches.items;
                    m_judged = m_form->desk->clip().pcm;
                    showMatches();
                    m_hasResult = true;
                    showVerdict();
                    refresh();
                    if (m_matches->rowCount() > 0) {
                        m_form->table->selectRow(0);
                        m_form->table->setFocus();
                    }
                    emit done(m_form->verdictLabel->text());
                });
}

void IdentifyScreen::noteTest(const api::Group &group, const api::Matches &matches)
{
    if (matches.scale() != api::Matches::Scale::Hundred)
        return; // no threshold can be judged by it
    QList<api::Match> members = matches.items;
    std::sort(members.begin(), members.end(),
              [](const api::Match &a, const api::Match &b) { return a.voiceprintId < b.voiceprintId; });
    Gallery gallery{.connection = m_call.connection().id,
                    .connectionName = m_call.connection().name,
                    .engine = matches.engine,
                    .groupId = group.id,
                    .groupName = group.name};
    Identification test{.length = m_form->desk->clip().length(),
                        .channel = m_form->desk->draft().channel,
                        .logId = matches.logId};
    for (const api::Match &member : std::as_const(members)) {
        gallery.members << Gallery::Member{member.voiceprintId, member.name};
        test.scores << member.score;
    }
    test.gallery = std::make_shared<Gallery>(gallery);
    m_studio.history->add(test);
}

void IdentifyScreen::showMatches()
{
    const int top = m_form->topBox->value();
    m_matches->setMatches(m_answer, top, m_scale == api::Matches::Scale::Hundred);
}

QString IdentifyScreen::missing() const
{
    const GroupChooser &groups = *m_form->groupChooser;
    if (!client())
        return tr("There is no connection yet.");
    const auto group = groups.current();
    if (!group && groups.isLoading())
        return tr("Reading the groups…");
    if (!group && groups.isEmpty())
        return tr("There is no group yet: make one on the Voiceprints screen and enrol somebody.");
    if (!group)
        return tr("Choose a group.");
    if (group->voiceprints == 0)
        return tr("This group is empty: enrol somebody first.");
    return m_form->desk->obstacle();
}

void IdentifyScreen::refresh()
{
    const bool isAsking = m_call.isBusy();
    const QString missing = this->missing();
    const auto group = m_form->groupChooser->current();
    m_identifyAction->setEnabled(!isAsking && missing.isEmpty());
    m_form->identifyButton->setEnabled(m_identifyAction->isEnabled());
    m_reloadAction->setEnabled(client() && !isAsking);
    m_form->missingLabel->setText(isAsking ? QString() : missing);
    m_form->missingLabel->setVisible(!m_form->missingLabel->text().isEmpty());
    m_form->groupChooser->setEnabled(!isAsking && client());
    m_form->desk->setEnabled(!isAsking);
    m_form->countLabel->setText(!group ? QString()
                                : group->voiceprints == api::Group::unknown
                                    ? tr("number of voiceprints out of range")
                                    : tr("%n voiceprint(s)", nullptr, group->voiceprints));
    m_form->countLabel->setVisible(group.has_value());
    if (m_hasResult && m_matches->rowCount() > 0)
        m_form->results->setCurrentWidget(m_form->tablePage);
    else
        m_form->results->setCurrentWidget(m_form->empty);
    if (isAsking)
        m_form->empty->describe(QStringLiteral("identify"), tr("Listening…"),
                                tr("The clip is being compared with every voiceprint of the group."));
    else if (m_hasResult)
        m_form->empty->describe(
            QStringLiteral("identify"), tr("No match came back"),
            tr("The group may have been emptied meanwhile: look at the Voiceprints screen."));
    else if (group && group->voiceprints == 0)
        m_form->empty->describe(
            QStringLiteral("identify"), tr("Enrol somebody first"),
            tr("“%1” has no voiceprints to compare with. Nothing was sent.").arg(visibleName(group->name)));
    else
        m_form->empty->describe(QStringLiteral("identify"), tr("Who is speaking?"),
                                tr("Choose a group, record or choose a clip, then press Identify. Every "
                                   "voiceprint of the group appears here with its score."));
}

void IdentifyScreen::clearResults()
{
    if (std::exchange(m_hasResult, false))
        emit done({}); // nor does the window say it any more
    m_judged.clear();
    m_answer.clear();
    m_matches->setMatches({});
    showVerdict();
}

QString IdentifyScreen::verdict() const
{
    if (m_matches->rowCount() == 0)
        return {};
    if (m_scale == api::Matches::Scale::Beyond)
        return tr("No verdict: the service sent scores that are not between 0 and 100.");
    if (m_scale == api::Matches::Scale::One)
        return tr("No verdict: no score is above 1, so this service may count to 1, not to 100.");
    const api::Match &best = m_matches->record(0).match;
    const QString score = QLocale().toString(best.score, 'f', 1);
    const QString threshold = QLocale().toString(m_matches->threshold(), 'f', 0);
    if (best.score >= m_matches->threshold())
        return tr("This is most likely %1: score %2, threshold %3.")
            .arg(visibleName(best.name), score, threshold);
    return tr("Nobody in “%1”: best score %2, threshold %3.")
        .arg(visibleName(m_resultGroup), score, threshold);
}

void IdentifyScreen::showVerdict()
{
    m_form->verdictLabel->setText(verdict());
    QString scale =
        tr("Scores go from 0 to 100. The mark stands at the threshold of %1; scores of different services "
           "cannot be compared.")
            .arg(QLocale().toString(m_matches->threshold(), 'f', 0));
    if (!m_engine.isEmpty())
        scale = tr("%1 Compared by the engine %2.", "how scores are to be read, then a name")
                    .arg(scale, m_engine);
    m_form->thresholdLabel->setText(scale);
    announce(m_form->verdictLabel, QAccessible::NameChanged);
}

void IdentifyScreen::retranslate()
{
    // The desk scrolls up and down only.
    m_form->scroll->setMinimumWidth(m_form->content->minimumSizeHint().width() +
                                    style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    m_form->pages->setTabText(m_form->pages->indexOf(m_history), tr("Histor&y"));
    m_form->pages->setTabText(m_form->pages->indexOf(m_evidence), tr("Eviden&ce"));
    m_identifyAction->setText(tr("&Identify the clip"));
    m_reloadAction->setText(tr("&Read the groups again"));
    const QString purpose = tr("Compares the clip with every voiceprint of the group");
    m_form->identifyButton->setText(isBilled() ? tr("&Identify – one billed call") : tr("&Identify"));
    m_form->identifyButton->setAccessibleName(tr("Identify"));
    m_form->identifyButton->setAccessibleDescription(
        isBilled() ? tr("%1. This is one billed call.", "what a button does").arg(purpose) : purpose);
    m_form->identifyingRow->setWords({}, tr("Progress of the identification"), tr("Cancel identifying"));
    m_matches->retranslate();
    showVerdict();
    refresh();
}

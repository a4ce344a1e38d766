// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/identifyscreen.h"

#include "tasks/identify/matchesmodel.h"
#include "ui_identifyscreen.h"

#include <QAccessible>

// What an IdentifyScreen says: what is missing, and who was recognised.

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
    const bool isAsking = m_form->identifyingRow->isBusy();
    const QString missing = this->missing();
    const auto group = m_form->groupChooser->current();
    m_identifyAction->setEnabled(!isAsking && missing.isEmpty());
    m_form->identifyButton->setEnabled(m_identifyAction->isEnabled());
    m_reloadAction->setEnabled(client() && !isAsking);
    m_form->missingLabel->setText(isAsking ? QString() : missing);
    m_form->missingLabel->setVisible(!m_form->missingLabel->text().isEmpty());
    m_form->groupChooser->setEnabled(!isAsking && client());
    m_form->topBox->setEnabled(!isAsking);
    m_form->desk->setEnabled(!isAsking);
    m_form->countLabel->setText(group ? tr("%n voiceprint(s)", nullptr, group->voiceprints) : QString());
    m_form->countLabel->setVisible(group.has_value());
    if (m_hasResult && !m_matches->matches().isEmpty())
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
            tr("“%1” has no voiceprints to compare with. Nothing was sent.").arg(group->name));
    else
        m_form->empty->describe(QStringLiteral("identify"), tr("Who is speaking?"),
                                tr("Choose a group, record or choose a clip, then press Identify. Every "
                                   "voiceprint of the group appears here with its score."));
}

void IdentifyScreen::clearResults()
{
    m_hasResult = false;
    m_matches->setMatches({});
    showVerdict();
}

QString IdentifyScreen::verdict() const
{
    if (m_matches->matches().isEmpty())
        return {};
    const api::Match &best = m_matches->matches().first();
    const QString score = QLocale().toString(best.score, 'f', 1);
    const QString threshold = QLocale().toString(m_matches->threshold(), 'f', 0);
    if (best.score >= m_matches->threshold())
        return tr("This is most likely %1: score %2, threshold %3.").arg(best.name, score, threshold);
    return tr("Nobody in “%1”: best score %2, threshold %3.").arg(m_resultGroup, score, threshold);
}

void IdentifyScreen::showVerdict()
{
    m_form->verdictLabel->setText(verdict());
    QAccessibleEvent event(m_form->verdictLabel, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

void IdentifyScreen::retranslate()
{
    // The desk scrolls up and down only.
    m_form->scroll->setMinimumWidth(m_form->content->minimumSizeHint().width() +
                                    style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    m_identifyAction->setText(tr("&Identify the clip"));
    m_reloadAction->setText(tr("&Read the groups again"));
    const QString purpose = tr("Compares the clip with every voiceprint of the group");
    m_form->identifyButton->setText(isBilled() ? tr("&Identify – one billed call") : tr("&Identify"));
    m_form->identifyButton->setAccessibleName(tr("Identify"));
    m_form->identifyButton->setAccessibleDescription(
        isBilled() ? tr("%1. This is one billed call.", "what a button does").arg(purpose) : purpose);
    m_form->identifyingRow->setWords({}, tr("Progress of the identification"), tr("Cancel identifying"));
    m_form->thresholdLabel->setText(tr("Scores go from 0 to 100. The mark stands at the threshold of %1; "
                                       "scores of different services cannot be compared.")
                                        .arg(QLocale().toString(m_matches->threshold(), 'f', 0)));
    m_matches->retranslate();
    showVerdict();
    refresh();
}

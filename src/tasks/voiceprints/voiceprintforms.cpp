// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voiceprints/voiceprintforms.h"

#include "common/deletion.h"
#include "common/detailsdialog.h"
#include "tasks/archive/localcopies.h"
#include "tasks/enrol/enroldialog.h"

using deletion::Outcome;

VoiceprintForms::VoiceprintForms(Screen *owner, const Studio &studio)
    : QObject(owner)
    , m_owner(owner)
    , m_studio(studio)
{}

void VoiceprintForms::setClient(Client *client)
{
    for (auto *dialog : m_owner->findChildren<EnrolDialog *>())
        dialog->setClient(client);
    for (auto *dialog : m_owner->findChildren<DetailsDialog *>())
        dialog->setClient(client);
}

void VoiceprintForms::setGroup(const Group &group)
{
    m_group = group;
    for (auto *dialog : m_owner->findChildren<EnrolDialog *>()) {
        if (group.id.isEmpty() || dialog->groupId() != group.id)
            continue;
        dialog->setTakenNames(group.taken);
        dialog->setGroupFull(group.isFull);
    }
}

Draft VoiceprintForms::newDraft(Draft::Purpose purpose) const
{
    Draft draft;
    draft.purpose = purpose;
    draft.connection = m_owner->client()->connection().id;
    draft.groupId = m_group.id;
    draft.groupName = m_group.name;
    return draft;
}

void VoiceprintForms::enrol()
{
    openDraft(newDraft(Draft::Purpose::Enrol));
}

void VoiceprintForms::replace(const api::Voiceprint &print)
{
    Draft draft = newDraft(Draft::Purpose::Replace);
    draft.voiceprintId = print.id;
    draft.name = print.name;
    draft.description = print.description;
    openDraft(draft);
}

void VoiceprintForms::openDraft(const Draft &draft)
{
    auto *dialog = new EnrolDialog(m_studio, m_owner->client(), draft, m_owner);
    setGroup(m_group);
    connect(dialog, &EnrolDialog::enrolled, this,
            [this, purpose = draft.purpose](const QString &groupId, const QString &id) {
                emit enrolled(groupId, id);
                const bool isNew = purpose != Draft::Purpose::Replace;
                written(groupId, isNew ? Members::Other : Members::Same,
                        isNew ? tr("The voice is enrolled.") : tr("The voiceprint has its new recording."));
            });
    connect(dialog, &EnrolDialog::uncertain, this,
            [this](const QString &groupId) { written(groupId, Members::Other); });
    connect(dialog, &EnrolDialog::noted, m_owner, &Screen::done);
    dialog->open();
}

void VoiceprintForms::change(const api::Voiceprint &print)
{
    auto *dialog = new DetailsDialog({print.name, print.description}, {}, m_owner);
    dialog->setWords([] { return tr("Edit voiceprint"); }, [] { return tr("Save"); });
    dialog->keepTo(m_owner->client());
    connect(dialog, &DetailsDialog::submitted, this,
            [this, dialog, groupId = m_group.id, id = print.id](const Details &details) {
                const auto copies = LocalCopies::ofVoiceprint(m_studio.archive, m_studio.drafts,
                                                              m_owner->client()->connection().id, id);
                dialog->send(
                    m_owner, api::updateVoiceprint(groupId, id, {details.name, details.description, {}}),
                    [this, groupId, copies, details](const Nothing &) {
                        copies.rename(details.name, details.description);
                        written(groupId, Members::Same, tr("The voiceprint is changed."));
                    },
                    [this, groupId] { written(groupId, Members::Same); });
            });
    dialog->open();
}

void VoiceprintForms::remove(const api::Voiceprint &print, ConfirmBar *bar)
{
    const auto copies = LocalCopies::ofVoiceprint(m_studio.archive, m_studio.drafts,
                                                  m_owner->client()->connection().id, print.id);
    const auto question = [name = print.name, group = m_group.name] {
        return tr("Delete the voiceprint “%1” and its recording from “%2”? This cannot be undone.")
            .arg(name, group);
    };
    const auto remove = [this, groupId = m_group.id, id = print.id, copies](bool withCopies) {
        deletion::send(m_owner, api::deleteVoiceprint(groupId, id),
                       [this, groupId, copies, withCopies](Outcome outcome) {
                           if (withCopies && outcome != Outcome::Unknown)
                               copies.remove();
                           written(groupId, Members::Other,
                                   outcome == Outcome::Done ? tr("The voiceprint is deleted.") : QString());
                       });
    };
    copies.ask(
        bar, question, [] { return tr("Delete voiceprint"); }, remove);
}

void VoiceprintForms::written(const QString &groupId, Members members, const QString &sentence)
{
    emit m_studio.changes->voiceprintsChanged(groupId);
    if (members == Members::Other) // which the list of groups counts
        emit m_studio.changes->groupsChanged();
    if (!sentence.isEmpty())
        emit m_owner->done(sentence);
}

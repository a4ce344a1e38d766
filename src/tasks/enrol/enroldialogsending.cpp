// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/enroldialog.h"

#include "tasks/enrol/enrolmentrecord.h"
#include "ui_enroldialog.h"

// How an EnrolDialog sends, and what it does once the service has answered.

void EnrolDialog::send()
{
    if (m_form->upload->isBusy() || !missing().isEmpty())
        return;
    saveTexts();
    stopPlaying();
    m_form->upload->submit({m_form->desk->draft(), m_form->desk->clip()});
}

// While nobody knew what became of it, the user may have gone on with another recording or person.
bool EnrolDialog::holds(const EnrolUpload::Enrolment &enrolment) const
{
    const ClipDesk &desk = *m_form->desk;
    return !desk.isRecording() && desk.draft().id == enrolment.draft.id &&
           desk.clip().pcm.isSharedWith(enrolment.clip.pcm) &&
           (isReplacing() || m_form->texts->name() == enrolment.draft.name.trimmed());
}

void EnrolDialog::succeed(const EnrolUpload::Enrolment &enrolment, const QString &voiceprintId)
{
    const QString name = enrolment.draft.name.trimmed();
    keepEnrolment(m_studio, enrolment, voiceprintId);
    const bool isDone = holds(enrolment);
    if (isDone)
        m_form->desk->discardDraft();
    emit noted(isReplacing() ? tr("The recording of “%1” was replaced.").arg(name)
                             : tr("“%1” is enrolled.").arg(name));
    emit enrolled(enrolment.draft.groupId, voiceprintId);
    refresh();
    if (!isDone)
        m_form->enrolledLine->tell(name);
    else if (isReplacing())
        accept();
    else
        beginNext(name);
}

// Whom one enrols next goes to the same group, and speaks into the same thing.
void EnrolDialog::beginNext(const QString &name)
{
    Draft next = m_form->desk->draft();
    next.name.clear();
    next.description.clear();
    next.consent = {};
    m_form->texts->setTakenNames(m_form->texts->takenNames() << name);
    m_form->texts->load(next);
    m_saveSoon.stop();
    m_form->desk->setDraft(next);
    m_form->enrolledLine->tell(name);
    m_form->scroll->ensureWidgetVisible(m_form->enrolledLine);
    retranslate();
    m_form->desk->focusRecord();
}

void EnrolDialog::failed(const Error &error)
{
    m_form->desk->keepDraft();
    if (!error.isOutcomeUnknown && (error.kind == Error::Kind::Refused || mayHaveChanged(error)))
        emit uncertain(groupId());
}

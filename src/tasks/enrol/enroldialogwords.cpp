// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/enroldialog.h"

#include "account/servicename.h"
#include "ui_enroldialog.h"

// What an EnrolDialog says, and what can be done in it.

QString EnrolDialog::missing() const
{
    const ClipDesk &desk = *m_form->desk;
    if (!m_client)
        return tr("There is no connection yet.");
    if (isReplacing() && !isAtHome())
        return tr("This recording is meant for “%1”, which is not connected now. It stays under Unsent "
                  "recordings.")
            .arg(serviceName(desk.draft().connection, m_studio.connections));
    if (!isReplacing() && m_isGroupFull && !desk.hasClip() && !desk.isRecording())
        return tr("This group is full: nobody else can be enrolled in it.");
    if (const QString obstacle = desk.obstacle(); !obstacle.isEmpty())
        return obstacle;
    if (groupId().isEmpty())
        return tr("Choose a group.");
    if (!isReplacing() && m_isGroupFull)
        return tr("This group is full. Close this window, delete a voiceprint, then send the recording from "
                  "Unsent recordings.");
    if (!isReplacing() && m_form->texts->name().isEmpty())
        return tr("Enter a name.");
    return {};
}

QString EnrolDialog::warning() const
{
    if (isReplacing() && m_form->oldAndNew->isOtherVoice())
        return tr("This does not sound like the same person: listen to both recordings first.");
    return {};
}

void EnrolDialog::refresh()
{
    const bool isSending = m_form->upload->isBusy();
    const QString missing = this->missing();
    m_form->desk->setEnabled(!isSending);
    m_form->texts->setEnabled(!isSending);
    m_form->groupChooser->setEnabled(!isSending);
    m_form->uploadButton->setEnabled(!isSending && missing.isEmpty());
    m_form->missingLabel->setText(isSending ? QString() : missing.isEmpty() ? warning() : missing);
    m_form->voiceCheck->setEnabled(!isSending);
    m_form->voiceCheck->setQuestion(groupId(), m_form->desk->draft().groupName,
                                    m_form->desk->isReady() ? m_form->desk->clip() : audio::Clip());
}

void EnrolDialog::retranslate()
{
    const Draft &draft = m_form->desk->draft();
    setWindowTitle(isReplacing() ? tr("Replace a recording") : tr("Enrol a voiceprint"));
    m_form->heading->setText(isReplacing()         ? tr("New recording for “%1”").arg(draft.name)
                             : groupId().isEmpty() ? tr("New voiceprint")
                                                   : tr("New voiceprint in “%1”").arg(draft.groupName));
    m_form->replaceLabel->setVisible(isReplacing());
    m_form->oldAndNew->setVisible(isReplacing());
    m_form->texts->setVisible(!isReplacing());
    m_form->voiceCheck->setVisible(!isReplacing());
    m_form->uploadButton->setText(isReplacing() ? tr("&Upload and replace") : tr("&Upload"));
    refresh();
}

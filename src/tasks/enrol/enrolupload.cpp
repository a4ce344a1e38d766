// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/enrolupload.h"

#include "api/voiceprint.h"
#include "base/plainname.h"
#include "base/settings.h"
#include "recordings/archive.h"
#include "style/onchange.h"
#include "ui_enrolupload.h"

EnrolUpload::EnrolUpload(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    m_form->sendingRow->follow(&m_call, "uploadProgress", "cancelUploadButton");
    connect(&m_call, &PendingCall::busyChanged, this, &EnrolUpload::busyChanged);
    connect(&m_call, &PendingCall::failed, this, [this](const PendingCall::Failure &failure) {
        if (failure.mayBeDone) {
            m_isUncertain = true;
            m_form->lookFirst->begin(m_attempt, failure.error);
        } else if (failure.error) {
            m_form->notice->show(*failure.error);
        }
        if (failure.error)
            emit failed(*failure.error);
    });
    connect(m_form->lookFirst, &LookFirst::resendChosen, this, &EnrolUpload::resendChosen);
    connect(m_form->lookFirst, &LookFirst::confirmed, this, &EnrolUpload::succeed);
    retranslate();
}

void EnrolUpload::setClient(Client *client)
{
    m_client = client;
    m_form->lookFirst->setClient(client);
    m_call.cancel();
}

void EnrolUpload::show(const Error &error)
{
    m_form->notice->show(error);
}

void EnrolUpload::submit(const Enrolment &enrolment)
{
    if (m_form->lookFirst->isOpen())
        return m_form->lookFirst->look();
    m_enrolment = enrolment;
    const Recording &draft = m_enrolment.draft;
    const QByteArray wav = m_enrolment.clip.wav();
    const QString name = plainname::cleaned(draft.name);
    m_form->notice->clear();
    m_form->lookFirst->clear();
    m_attempt = {m_client->connection(), draft.groupId, draft.voiceprintId, name,
                 QDateTime::currentDateTimeUtc()};
    if (draft.purpose == Recording::Purpose::Replace)
        m_call.send(m_client,
                    api::updateVoiceprint(draft.groupId, draft.voiceprintId, {{}, {}, api::AudioFile{wav}}),
                    [this](const Nothing &) { succeed(m_attempt.voiceprintId); });
    else
        m_call.send(m_client,
                    api::createVoiceprint(draft.groupId, {name, draft.description.trimmed(), {wav}}),
                    [this](const api::Created &made) { succeed(made.id); });
}

void EnrolUpload::succeed(const QString &voiceprintId)
{
    m_isUncertain = false;
    const Enrolment enrolment = std::exchange(m_enrolment, {}); // whoever hears of it may begin the next
    emit succeeded(enrolment, voiceprintId);
}

void EnrolUpload::retranslate()
{
    m_form->sendingRow->setWords(tr("Uploading…"), tr("Progress of the upload"), tr("Cancel upload"));
}

void keepEnrolment(const Studio &studio, const EnrolUpload::Enrolment &enrolment, const QString &voiceprintId)
{
    if (!studio.archive)
        return;
    Recording enrolled = enrolment.draft;
    enrolled.voiceprintId = voiceprintId;
    enrolled.name = plainname::cleaned(enrolled.name);
    enrolled.description = enrolled.description.trimmed();
    enrolled.length = enrolment.clip.length();
    studio.archive->noteEnrolment(enrolled, enrolment.clip.wav(), studio.settings->keepsRecordings());
}

// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/enrolmentrecord.h"

#include "base/settings.h"
#include "recordings/archive.h"

namespace {
const QString keepKey = QStringLiteral("keepRecordings");
} // namespace

void keepEnrolment(const Studio &studio, const EnrolUpload::Enrolment &enrolment, const QString &voiceprintId)
{
    if (!studio.archive)
        return;
    const Draft &draft = enrolment.draft;
    if (!draft.consent.by.isEmpty())
        studio.archive->noteConsent(draft.connection, voiceprintId, draft.consent, draft.groupId);
    if (!studio.settings->remembered(keepKey, false).toBool())
        return;
    KeptRecording kept;
    kept.connection = draft.connection;
    kept.groupId = draft.groupId;
    kept.groupName = draft.groupName;
    kept.voiceprintId = voiceprintId;
    kept.name = draft.name.trimmed();
    kept.description = draft.description.trimmed();
    kept.channel = draft.channel;
    // Who is recorded anew is not asked again.
    kept.consent = studio.archive->consent(draft.connection, voiceprintId);
    kept.created = QDateTime::currentDateTimeUtc();
    kept.length = enrolment.clip.length();
    studio.archive->keep(kept, enrolment.clip.wav());
}

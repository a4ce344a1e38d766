// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/enrolmentrecord.h"

#include "config/settings.h"
#include "library/archive.h"

namespace {
const QString keepKey = QStringLiteral("keepRecordings");
} // namespace

void keepEnrolment(const Studio &studio, const Draft &draft, const QString &name, const QString &voiceprintId,
                   const audio::Clip &clip)
{
    if (!studio.archive)
        return;
    if (!draft.consent.by.isEmpty())
        studio.archive->noteConsent(draft.connection, voiceprintId, draft.consent, draft.groupId);
    if (!studio.settings->remembered(keepKey, false).toBool())
        return;
    KeptRecording kept;
    kept.connection = draft.connection;
    kept.groupId = draft.groupId;
    kept.groupName = draft.groupName;
    kept.voiceprintId = voiceprintId;
    kept.name = name;
    kept.description = draft.description.trimmed();
    kept.channel = draft.channel;
    kept.consent = draft.consent;
    kept.created = QDateTime::currentDateTimeUtc();
    kept.length = clip.length();
    studio.archive->keep(kept, clip.wav());
}

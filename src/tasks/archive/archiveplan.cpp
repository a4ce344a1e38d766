// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/archiveplan.h"

#include "base/wire.h"

ArchivePlan ArchivePlan::of(const QList<KeptRecording> &recordings, const QStringList &names,
                            bool skipsDoubles)
{
    ArchivePlan plan{.held = int(names.size())};
    QStringList taken = names;
    for (const KeptRecording &recording : recordings) {
        const bool isDouble = taken.contains(recording.name);
        if (isDouble && !plan.doubles.contains(recording.name))
            plan.doubles << recording.name;
        if (isDouble && skipsDoubles)
            continue;
        taken << recording.name;
        plan.toSend << recording;
    }
    return plan;
}

int ArchivePlan::room() const
{
    return std::max(0, wire::maxVoiceprintsPerGroup - held);
}

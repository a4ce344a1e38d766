// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/consents.h"
#include "recordings/studiostore.h"

//! The consents on disk: rows in studio.db. Blocks; used by one thread.
class ConsentStore : public StudioStore
{
public:
    explicit ConsentStore(const QString &dataDirectory)
        : StudioStore(dataDirectory)
    {}

    Result<QHash<VoiceprintKey, NotedConsent>> load();
    Result<Nothing> put(const VoiceprintKey &voiceprint, const NotedConsent &noted);
    Result<Nothing> remove(const VoiceprintKey &voiceprint);
};

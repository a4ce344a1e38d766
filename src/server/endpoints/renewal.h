// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/store.h"
#include "speaker/engine.h"

#include <atomic>

//! Voiceprints that another engine has made, computed anew from the audio that is kept for that.
namespace server {

//! The voiceprint of \a row as \a engine makes it: as it is kept, or computed anew and kept. Nothing, where
//! the kept audio is damaged or too little for this engine. Errors: Storage.
Result<std::optional<speaker::Voiceprint>> currentVoiceprint(Store &store, const speaker::Engine &engine,
                                                             qint64 group, const MemberRow &row);

//! Does that for every voiceprint that needs it, one after the other, until \a isStopping. What is done stays
//! done: the next start goes on from there. A group that is asked for meanwhile does not wait for its turn.
void renewAll(Store &store, const speaker::Engine &engine, const std::atomic<bool> &isStopping);

} // namespace server
